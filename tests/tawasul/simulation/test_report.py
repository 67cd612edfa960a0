"""What is printed."""

from sla.compliance import rate
from tawasul.simulation.report import shown


def test_a_share_is_rounded_down_and_nothing_is_no_data() -> None:
    assert shown(rate(98_996, 100_000)) == "98.99 %"
    assert shown(rate(0, 0)) == "no data"
