"""Which agency answers: the first rule that fits, as ordered data. Pure."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

BY_PLACE = "MUN"


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule. A null in `category` or `governorate` fits anything. `fault`: why it cannot run, if it cannot."""

    id: int
    agency_code: str
    category: str | None
    governorate: str | None
    to_agency: str
    fault: str | None = None

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
    municipalities' code is nobody's own: without a fitting rule it stays undecided. So it does when the rule that fits
    cannot run: people decide then, and no rule behind it does by accident.
    """
    own = [rule for rule in rules if rule.agency_code == agency_code]
    for rule in own:
        if rule.fits(category, agency_code, governorate):
            return Decision(None if rule.fault else rule.to_agency, "rule" if rule.fault else None, rule.id)
    a_place_would_do = any(rule.category in (None, category) for rule in own)
    if governorate is None and (a_place_would_do or agency_code == BY_PLACE):
        return Decision(None, needs="governorate")
    if agency_code == BY_PLACE:
        return Decision(None, needs="rule")
    return Decision(agency_code)


@dataclass(frozen=True, slots=True)
class Step:
    """A rule that was looked at: `fits`, `fault` (it fits and cannot run), or what differs: `category`, `place`."""

    rule_id: int
    found: str


def steps(category: str | None, agency_code: str, governorate: str | None, rules: Sequence[RuleRow]) -> list[Step]:
    """How `decide` comes to its answer: each rule for this code in order, up to the one that decides."""
    looked: list[Step] = []
    for rule in rules:
        if rule.agency_code != agency_code:
            continue
        if rule.fits(category, agency_code, governorate):
            return [*looked, Step(rule.id, "fault" if rule.fault else "fits")]
        looked.append(Step(rule.id, "place" if rule.category in (None, category) else "category"))
    return looked


def fault_of(
    rule: tuple[str, str | None, str], agencies: Container[str], codes: Container[str], categories: Container[str]
) -> str | None:
    """Why a rule (its code, category and agency) cannot run.

    `agencies` and `categories` are those in use, `codes` those that categories in use name.
    """
    code, category, to_agency = rule
    if to_agency not in agencies:
        return "agency_gone"
    if category is not None and category not in categories:
        return "category_gone"
    return None if code in codes else "code_gone"
