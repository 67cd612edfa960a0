"""Which agency answers: the first rule that fits, as ordered data. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

BY_PLACE = "MUN"


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule. A null in `category` or `governorate` fits anything."""

    id: int
    agency_code: str
    category: str | None
    governorate: str | None
    to_agency: str

    def fits(self, category: str | None, agency_code: str, governorate: str | None) -> bool:
        return (
            self.agency_code == agency_code
            and self.category in (None, category)
            and self.governorate in (None, governorate)
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """The agency, or what is missing to find it (`needs`: `governorate`, or `rule` when none fits)."""

    agency: str | None
    needs: str | None = None
    rule_id: int | None = None


def decide(category: str | None, agency_code: str, governorate: str | None, rules: Sequence[RuleRow]) -> Decision:
    """Where a case of this category at this place goes. `rules` are in their order.

    A code without a rule that fits is an agency's own code, unless a place could still make one fit. The
    municipalities' code is nobody's own: without a fitting rule it stays undecided.
    """
    own = [rule for rule in rules if rule.agency_code == agency_code]
    for rule in own:
        if rule.fits(category, agency_code, governorate):
            return Decision(rule.to_agency, rule_id=rule.id)
    a_place_would_do = any(rule.category in (None, category) for rule in own)
    if governorate is None and (a_place_would_do or agency_code == BY_PLACE):
        return Decision(None, needs="governorate")
    if agency_code == BY_PLACE:
        return Decision(None, needs="rule")
    return Decision(agency_code)
