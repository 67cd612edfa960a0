"""The only call to the system time. Demonstrations, simulations and tests move it here and nowhere else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_frozen: datetime | None = None


def now() -> datetime:
    """The present instant, aware, in UTC."""
    if _frozen is not None:
        return _frozen
    return datetime.now(UTC)


def move_to(instant: datetime) -> None:
    """Let time stand at `instant` (aware) until moved again or `release` is called."""
    global _frozen  # noqa: PLW0603 - one process has one time
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    _frozen = instant.astimezone(UTC)


def release() -> None:
    """Go back to the system's time."""
    global _frozen  # noqa: PLW0603 - one process has one time
    _frozen = None


@contextmanager
def moved(instant: datetime) -> Iterator[None]:
    """Time stands at `instant` inside the block."""
    before = _frozen
    move_to(instant)
    try:
        yield
    finally:
        if before is None:
            release()
        else:
            move_to(before)
