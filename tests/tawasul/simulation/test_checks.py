"""What counts as a fault."""

from collections import Counter

import pytest

from cases.figures import Figures
from cases.filters import FIGURES
from tawasul.simulation import checks


@pytest.mark.parametrize(
    ("stands", "told", "faults"),
    [
        # Seven filed: four answered, two open, one void; and the events say so.
        ({"answered": 4, "open": 2, "void": 1}, {"answered": 4, "open": 2, "void": 1}, 0),
        # Closed after the date without a reply is void as well, as far as cases go.
        ({"answered": 4, "open": 2, "void": 1}, {"answered": 4, "open": 2, "closed": 1}, 0),
        # One is gone, in both.
        ({"answered": 3, "open": 2, "void": 1}, {"answered": 3, "open": 2, "void": 1}, 1),
        # The case says answered, its clock runs.
        ({"answered": 4, "open": 2, "void": 1}, {"answered": 3, "open": 3, "void": 1}, 1),
        # Answered without a reply.
        ({"answered": 4, "open": 2, "void": 1, "lost": 1}, {"answered": 4, "open": 2, "void": 1}, 1),
    ],
)
def test_every_case_is_one_thing(stands: dict[str, int], told: dict[str, int], faults: int) -> None:
    assert len(checks.cases(stands, told, 7)) == faults


def test_each_figure_that_differs_is_told() -> None:
    shown = Figures("EWA", dict.fromkeys(FIGURES, 0) | {"due": 5, "on_time": 4})
    assert checks.differences("EWA", shown, Counter(due=5, on_time=4), ("due", "on_time", "late")) == []
    (fault,) = checks.differences("EWA", shown, Counter(due=5, on_time=5), ("due", "on_time", "late"))
    assert fault == "EWA: the board shows 4 on_time, the events 5"
    assert checks.differences("nobody", None, Counter(due=1), ("due",)) != []
