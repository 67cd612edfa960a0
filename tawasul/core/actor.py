"""Who does something: a citizen, a member of staff or the system itself."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts. Staff carry their role and agency, so that an act can judge without asking again."""

    kind: Literal["citizen", "staff", "system"]
    staff_id: int | None = None
    role: str | None = None
    agency: str | None = None
    name: str = ""

    def __str__(self) -> str:
        return f"staff:{self.staff_id}" if self.kind == "staff" else f"{self.kind}:{self.name}".rstrip(":")


CITIZEN = Actor("citizen")


def system(name: str) -> Actor:
    """The system, by the part that acts: `system("sorter")`."""
    return Actor("system", name=name)
