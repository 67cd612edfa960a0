"""Figures as a table: what was measured, beside the raw reference of the same run."""

import platform
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from tawasul.core import clock

FOLDER = Path(__file__).parent.parent / "docs" / "measurements"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `ratio` is against the reference named in `beside`."""

    what: str
    value: float
    unit: str
    beside: str = ""
    ratio: float | None = None


@dataclass(slots=True)
class Report:
    """All figures of one benchmark."""

    title: str
    how: str
    rows: list[Row] = field(default_factory=list)

    def add(self, what: str, value: float, unit: str, beside: Row | None = None) -> Row:
        row = Row(what, value, unit, beside.what if beside else "", value / beside.value if beside else None)
        self.rows.append(row)
        print(f"{self.title}: {what}: {value:.4g} {unit}" + (f" ({row.ratio:.2f} x {row.beside})" if beside else ""))
        return row

    def write(self, name: str) -> None:
        """Keep the figures in docs/measurements."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        lines = [
            f"# {self.title}",
            "",
            self.how,
            "",
            f"Measured on {clock.now():%Y-%m-%d}, Python {platform.python_version()}, {platform.machine()}. "
            "Machines are noisy: trust the ratios.",
            "",
            "| what | figure | unit | beside | ratio |",
            "| --- | ---: | --- | --- | ---: |",
        ]
        for row in self.rows:
            ratio = f"{row.ratio:.2f}" if row.ratio is not None else ""
            lines.append(f"| {row.what} | {row.value:.4g} | {row.unit} | {row.beside} | {ratio} |")
        (FOLDER / f"{name}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


async def median_ms(work: Callable[[], Awaitable[object]], times: int) -> float:
    """The median of so many runs, in milliseconds, after one that does not count."""
    return statistics.median(await _spent(work, times))


async def best_ms(work: Callable[[], Awaitable[object]], times: int) -> float:
    """The quickest of so many runs, after one that does not count: what others did meanwhile is left out."""
    return min(await _spent(work, times))


async def _spent(work: Callable[[], Awaitable[object]], times: int) -> list[float]:
    await work()
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        await work()
        spent.append((time.perf_counter() - began) * 1000)
    return spent
