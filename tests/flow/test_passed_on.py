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
        await desk.send(f"{path}/propose", rev=await flow.rev(case_id), to_agency="MOH", reason=reason)
        await flow.work()
        assert (await flow.case(case_id))["agency"] == "EWA"
        assert await flow.letters("transfer_proposed") == ["maha"]
        await flow.takes_over()
        after = await flow.promise(case_id)
        assert (after.due_at, after.started_at, after.state) == (before.due_at, before.started_at, "running")
        assert [(c.agency, c.is_open) for c in await clocks_of([case_id], "agency")] == [("EWA", False), ("MOH", True)]
        assert await flow.letters("transferred") == ["citizen"]
        other = await flow.desk("tariq")
        assert reason in await other.open(path)
        assert (await desk.http.get(path)).status_code == 404
        assert (await figures.board(flow.dana)).total.counts["open"] == 0


async def test_a_way_back_is_the_arbiters(flow: Flow) -> None:
    case_id = await flow.files()
    path = await flow.path(case_id)
    await flow.acts_on("basim", case_id, "propose", to_agency="MOH", reason="A clinic is theirs.")
    await flow.takes_over()
    await flow.acts_on("tariq", case_id, "propose", to_agency="EWA", reason="No, it is yours.")
    assert await flow.letters("transfer_undecided") == ["nadia"]  # nobody of this cast is the arbiter
    dana = await flow.desk("dana")
    number = await flow.proposal()
    await dana.open(f"/desk/transfers/{number}")
    assert "only the arbiter can send it back" in await dana.send(f"/desk/transfers/{number}/accept", status=422)
    assert (await flow.case(case_id))["agency"] == "MOH"
    assert (await dana.http.get(path)).status_code == 404
