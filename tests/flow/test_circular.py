"""A circular arrives: counted, agreed on by a second person, followed by every open clock, and told to the citizen."""

import html
import re
from datetime import UTC, datetime

from cases import figures_recount
from sla import calendars
from tests.flow.conftest import Flow

DUE, MOVED = datetime(2026, 12, 10, 11, tzinfo=UTC), datetime(2026, 12, 13, 11, 15, tzinfo=UTC)
PATH = "/admin/calendars/BH"
STORM = {
    "kind": "days",
    "first": "2026-12-01",
    "last": "2026-12-01",
    "name_ar": "عاصفة",
    "name_en": "Storm",
    "source": "Circular 14/2026",
}


async def test_a_circular_moves_the_date_of_an_open_case_and_the_citizen_hears_of_it(flow: Flow) -> None:
    case_id = await flow.files()
    answered = await flow.files("The bill is wrong")
    basim = await flow.desk("basim")
    await basim.open(await flow.path(answered))
    reply = {"outcome": "done", "reply": "Corrected.", "rev": await flow.rev(answered)}
    await basim.send(f"{await flow.path(answered)}/reply", **reply)

    enters = await flow.desk("root")
    await enters.open(PATH)
    assert "Storm: Tuesday 1 December 2026" in await enters.send(PATH, step="try", **STORM)
    base = html.unescape(re.findall(r'name="base" value="([^"]*)"', enters.page)[0])
    await enters.send(PATH, step="propose", base=base, **STORM)
    number = re.findall(r"/admin/changes/(\d+)", enters.page)[0]
    path = f"/admin/changes/{number}"
    assert (await flow.promise(case_id)).due_at == DUE

    decides = await flow.desk("nadia")
    assert path in await _links(decides, "/admin/calendars")
    await decides.open(path)
    await decides.send(f"{path}/approve", rev="1", remark="Read and compared.")
    await flow.work()

    assert (await flow.promise(case_id)).due_at == MOVED
    assert (await flow.promise(answered)).due_at == DUE
    assert await figures_recount.differences() == []
    assert await flow.letters("due_moved") == ["citizen"]
    assert "In force" in await decides.open(path)
    assert not (await calendars.national()).is_working(datetime(2026, 12, 1, tzinfo=UTC).date())
    assert "due_moved" in await flow.acts(case_id)
    assert "Sunday 13 December 2026" in await basim.open(await flow.path(case_id))


async def _links(browser, path: str) -> str:
    await browser.open(path)
    return browser.page
