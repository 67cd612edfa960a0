"""What cases are about: for each agency a category that the rules send there, with a place where they ask for one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from classifier.prediction import Prediction
from routing import reference
from routing.decide import decide
from tawasul.accounts import agencies
from tawasul.simulation.fates import Fate

_SURE = Prediction(
    kind="complaint",
    category="",
    agency="",
    confidence=0.99,
    decision="route",
    reason="sure",
    needs=None,
    danger=False,
    urgent=False,
    language="en",
    candidates=(),
    model="of-the-simulation",
    threshold=0.9,
)


@dataclass(frozen=True, slots=True)
class Topic:
    """A category, and a governorate where the rules need one."""

    category: str
    governorate: str | None


async def topics() -> dict[str, Topic]:
    """For every agency that answers: what is sent to it."""
    categories, rules = await reference.categories(), await reference.rules()
    places = [None, *sorted(await reference.governorates())]
    known = [code for code, row in (await agencies.all_agencies()).items() if not row.retired]
    found: dict[str, Topic] = {}
    for place in places:
        for code, category in categories.items():
            to = decide(code, category.agency_code, place, rules).agency
            if to in known and to not in found and not category.retired:
                found[to] = Topic(code, place)
    return found


async def by_weight() -> list[str]:
    """The agencies that answer, those with the most categories first."""
    counted = Counter(category.agency_code for category in (await reference.categories()).values())
    return sorted(await topics(), key=lambda code: (-counted[code], code))


def prediction(fate: Fate, topics_of: Mapping[str, Topic]) -> Prediction:
    """What the sorter makes of a case: it is sure, though not always right, or leaves it to people."""
    category = topics_of[fate.first_agency].category
    if fate.by_hand:
        return replace(_SURE, category=category, confidence=0.4, decision="triage", reason="unsure")
    return replace(_SURE, category=category, agency=fate.first_agency)
