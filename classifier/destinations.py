"""Which agency answers for a category, as the model was trained with it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

MUNICIPALITY = "MUN"
MUNICIPALITIES = {"capital": "MUN-CAP", "muharraq": "MUN-MUH", "northern": "MUN-NOR", "southern": "MUN-SOU"}


@dataclass(frozen=True, slots=True)
class Destination:
    """Who answers for a category, and whether it cannot wait."""

    agency: str
    urgent: bool


Destinations = Mapping[str, Destination]


def of_the_country() -> dict[str, Destination]:
    """The categories of the country whose cases are sorted, from the package."""
    return parse(resources.files("classifier").joinpath("data/categories.json").read_text("utf-8"))


def of_labels(labels: Sequence[str]) -> dict[str, Destination]:
    """Any other label set: each label answers for itself."""
    return {label: Destination(label, urgent=False) for label in labels}


def read(path: Path) -> dict[str, Destination]:
    return parse(path.read_text("utf-8"))


def parse(text: str) -> dict[str, Destination]:
    rows = json.loads(text)
    return {code: Destination(row["agency"], bool(row["urgent"])) for code, row in rows.items()}


def write(path: Path, destinations: Destinations) -> None:
    rows = {code: {"agency": place.agency, "urgent": place.urgent} for code, place in sorted(destinations.items())}
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")


def placed(agency: str, governorate: str | None) -> str:
    """The municipality of the place; the pseudo-agency stays while nobody said where."""
    if agency != MUNICIPALITY:
        return agency
    return MUNICIPALITIES.get(governorate or "", MUNICIPALITY)
