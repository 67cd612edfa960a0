"""A case is passed on: the date that the citizen was promised stays what it was."""

from datetime import timedelta

from cases import figures
from sla.views import clocks_of
from tawasul.core import clock
from tests.flow.conftest import SUNDAY, Flow


async def test_passing_a_case_on_moves_no_date(flow: Flow) -> None:
    case_id = await flow.files("The clinic has had no power since Friday")
    before, path = await flow.promise(case_id), await flow.path(case_id)
    with clock.moved(SUNDAY + timedelta(days=4)):
        desk = await flow.desk("basim")
        await desk.open(path)
        reason = "The generator belongs to the clinic."
        await desk.send(f"{path}/transfer", rev=await flow.rev(case_id), to_agency="MOH", reason=reason)
        await flow.work()
        after = await flow.promise(case_id)
        assert (after.due_at, after.started_at, after.state) == (before.due_at, before.started_at, "running")
        assert [(c.agency, c.is_open) for c in await clocks_of([case_id], "agency")] == [("EWA", False), ("MOH", True)]
        assert await flow.letters("transferred") == ["citizen"]
        other = await flow.desk("tariq")
        assert reason in await other.open(path)
        assert (await desk.http.get(path)).status_code == 404
        assert (await figures.board(flow.dana)).total.counts["open"] == 0


async def test_it_does_not_go_back_and_forth(flow: Flow) -> None:
    case_id = await flow.files()
    path, reason = await flow.path(case_id), "Theirs."
    desk, other = await flow.desk("basim"), await flow.desk("tariq")
    await desk.open(path)
    await desk.send(f"{path}/transfer", rev=await flow.rev(case_id), to_agency="MOH", reason=reason)
    await other.open(path)
    shown = await other.send(
        f"{path}/transfer", status=422, rev=await flow.rev(case_id), to_agency="EWA", reason="No, yours."
    )
    assert "No, yours." in shown
    assert (await flow.case(case_id))["agency"] == "MOH"
