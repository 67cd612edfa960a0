"""Lists that a member of staff keeps: filters and an order under a name, seen by nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from cases import wording
from cases.filters import VIEWS
from cases.finding import NAMES
from cases.search_tables import SavedView
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.db import lock, transaction
from tawasul.core.errors import Conflict, FieldError, Invalid, NotFound
from tawasul.core.text import UNSEEN, clean, fold

MOST = 20
LONGEST = 40
_LONGEST_FOLDED = 80


@dataclass(frozen=True, slots=True)
class KeptView:
    """A list under its name. `values`: its tab, filters and order, as an address says them."""

    id: int
    name: str
    values: Mapping[str, str]


async def of(staff: StaffView) -> list[KeptView]:
    """The lists that somebody keeps, in the order in which they were made."""
    rows = await SavedView.select().where(SavedView.staff == staff.id).order_by(SavedView.id)
    return [KeptView(row["id"], row["name"], _known(dict(parse_qsl(row["query"])))) for row in rows]


async def keep(name: str, values: Mapping[str, str], *, by: StaffView) -> int:
    """Keep filters under a new name; gives its number."""
    named = _named(name)
    chosen = _known(values)
    async with transaction():
        await _hold(by)
        if not chosen:
            raise Invalid(FieldError("name", "nothing_to_keep"))
        if await SavedView.count().where(SavedView.staff == by.id) >= MOST:
            raise Invalid(FieldError("name", "too_many_views", {"most": MOST}))
        await _refuse_taken(named, by)
        row = SavedView(staff=by.id, name=named, folded=_folded(named), query=urlencode(chosen), made_at=clock.now())
        made = await SavedView.insert(row).returning(SavedView.id)
    number: int = made[0]["id"]
    return number


async def rename(number: int, name: str, *, by: StaffView) -> None:
    """Give a list of one's own another name."""
    named = _named(name)
    async with transaction():
        await _hold(by)
        await _refuse_taken(named, by, besides=number)
        changed = (
            await SavedView.update({SavedView.name: named, SavedView.folded: _folded(named)})
            .where(SavedView.id == number, SavedView.staff == by.id)
            .returning(SavedView.id)
        )
        if not changed:
            raise NotFound("no_such_view")


async def remove(number: int, *, by: StaffView) -> None:
    """Give up a list of one's own. The cases in it stay where they are."""
    async with transaction():
        gone = await SavedView.delete().where(SavedView.id == number, SavedView.staff == by.id).returning(SavedView.id)
        if not gone:
            raise NotFound("no_such_view")


def _named(name: str) -> str:
    """A name that can stand on a tab: one line, seen, not too long."""
    given = " ".join(clean(name).split())
    faults = wording.faults_of("name", given, empty="empty_field", longest=LONGEST)
    if not faults and not UNSEEN.sub("", given).strip():
        faults = [FieldError("name", "empty_field")]
    if faults:
        raise Invalid(*faults)
    return given


def _folded(name: str) -> str:
    """The name without differences of spelling."""
    return fold(name)[:_LONGEST_FOLDED]


def _known(values: Mapping[str, str]) -> dict[str, str]:
    """What a list of cases can be narrowed to, and its tab; nothing else is kept."""
    view = values.get("view", "")
    tab = {"view": view} if view in VIEWS and view != "all" else {}
    return {**tab, **{name: values[name] for name in NAMES if values.get(name)}}


async def _hold(by: StaffView) -> None:
    """One at a time for each person, so that nobody comes to more than the most."""
    if await lock(Staff, by.id) is None:
        raise Conflict("moved")


async def _refuse_taken(name: str, by: StaffView, besides: int | None = None) -> None:
    """Two lists of one person differ by more than spelling."""
    taken = await SavedView.select(SavedView.id).where(SavedView.staff == by.id, SavedView.folded == _folded(name))
    if any(row["id"] != besides for row in taken):
        raise Invalid(FieldError("name", "name_taken"))
