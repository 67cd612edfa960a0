"""The doors to the public form: the website, and a kiosk that forgets whoever has gone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from litestar import Request

from cases import drafts

KIOSK_HOME = "/kiosk"


@dataclass(frozen=True, slots=True)
class Door:
    """Where the form stands, through which channel it comes, and how its cookie is called and how far it reaches."""

    root: str
    channel: str
    cookie: str
    cookie_path: str
    lifetime: timedelta

    @property
    def is_kiosk(self) -> bool:
        return self.channel == "kiosk"

    def path(self, step: str) -> str:
        """The address of a step."""
        return self.root if step == "what" else f"{self.root}/{step}"


WEBSITE = Door("/file", "web", "filing", "/", drafts.LIFETIME)
KIOSK = Door("/kiosk/file", "kiosk", "kiosk", KIOSK_HOME, timedelta(hours=1))
DOORS = (WEBSITE, KIOSK)


def door_of(request: Request[Any, Any, Any]) -> Door:
    """The door through which somebody asks."""
    return KIOSK if request.url.path.startswith(KIOSK_HOME) else WEBSITE


def paths(step: str) -> list[str]:
    """The addresses of a step, one at each door."""
    return [door.path(step) for door in DOORS]
