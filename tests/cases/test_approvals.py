"""A second pair of eyes: demanded by the agency, given by a colleague, and no way round it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from cases import approval_views, approvals, folder, reply, reply_drafts, reply_rules, transfer
from cases.reply import ReplyDraft
from cases.reply_rules import RuleView
from cases.reply_tables import ReplyApproval
from cases.tables import Reply
from tawasul import audit
from tawasul.core import clock
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound

DONE = ReplyDraft("done", "The fuse was replaced at noon.")
DECLINED = ReplyDraft("declined", "The meter is private.", legal_ground="Law 1, article 2")
ALL = RuleView("all")
SOME = RuleView("some", ("declined", "outside_government"))


@pytest.fixture
async def demanded(flow):
    """The Electricity and Water Authority demands a second look at everything."""
    await reply_rules.set_rule("EWA", ALL, by=flow.huda)


async def put(flow, draft=DONE, by=None):
    """A case with a reply that waits for approval: the case, the number of the approval."""
    case_id = await flow.assigned()
    number = await approvals.submit(case_id, draft, by=by or flow.basim, rev=await flow.rev(case_id))
    return case_id, number


async def of_case(flow, case_id, who):
    found = await folder.case_page((await flow.case(case_id))["reference"], who)
    return await approval_views.of_case(found, who)


async def codes(sending):
    with pytest.raises(Invalid) as refused:
        await sending
    return [(fault.field, fault.code) for fault in refused.value.faults]


async def test_where_it_is_demanded_nobody_sends_by_hand(flow, demanded):
    case_id = await flow.assigned()
    for who in (flow.basim, flow.dana, flow.huda):
        sending = reply.send_reply(case_id, DONE, by=who, rev=await flow.rev(case_id))
        assert await codes(sending) == [("outcome", "needs_approval")]
    assert (await flow.case(case_id))["status"] == "assigned"
    assert await Reply.count() == 0


async def test_a_duplicate_of_a_case_out_of_reach_is_not_put_either(flow, demanded):
    theirs, case_id = await flow.assigned(), await flow.assigned()
    await transfer.transfer(theirs, "MOH", "Theirs.", by=flow.nadia, rev=await flow.rev(theirs))
    draft = ReplyDraft("duplicate", "See there.", duplicate_of=(await flow.case(theirs))["reference"])
    putting = approvals.submit(case_id, draft, by=flow.basim, rev=await flow.rev(case_id))
    assert await codes(putting) == [("duplicate_of", "no_such_case")]


async def test_some_outcomes_are_read_and_the_others_go(flow):
    await reply_rules.set_rule("EWA", SOME, by=flow.huda)
    case_id = await flow.assigned()
    assert await codes(reply.send_reply(case_id, DECLINED, by=flow.basim, rev=await flow.rev(case_id)))
    await reply.send_reply(case_id, DONE, by=flow.basim, rev=await flow.rev(case_id))
    assert (await flow.case(case_id))["status"] == "answered"


async def test_another_agency_demands_nothing_by_it(flow, demanded):
    assert await reply_rules.rule_of("MOH") == reply_rules.NO_RULE


async def test_what_a_colleague_approves_goes_out_as_it_was_written(flow, demanded):
    case_id, number = await put(flow)
    await approvals.approve(case_id, number, by=flow.dana, rev=await flow.rev(case_id))
    row = await Reply.select().first()
    assert (row["text"], row["by"]) == (DONE.text, flow.basim.id)
    assert (await flow.case(case_id))["status"] == "answered"
    last = (await flow.history(case_id))[-1]
    assert (last.act, last.actor) == ("replied", f"staff:{flow.dana.id}")
    assert last.data == {"outcome": "done", "approval": number, "writer": flow.basim.id}
    assert await flow.letters("answered") == [None]
    assert await reply_drafts.load(case_id) is None


async def test_the_clock_runs_on_while_it_waits(flow, demanded):
    case_id, number = await put(flow)
    promise = await flow.promise(case_id)
    assert (promise.state, (await flow.case(case_id))["status"]) == ("running", "assigned")
    with clock.moved(promise.due_at + timedelta(seconds=1)):
        await approvals.approve(case_id, number, by=flow.dana, rev=await flow.rev(case_id))
    assert (await flow.promise(case_id)).on_time is False


async def test_nobody_approves_what_they_wrote(flow, demanded):
    case_id, number = await put(flow, by=flow.dana)
    for act in (
        approvals.approve(case_id, number, by=flow.dana, rev=await flow.rev(case_id)),
        approvals.send_back(case_id, number, "No", by=flow.dana, rev=await flow.rev(case_id)),
    ):
        with pytest.raises(Forbidden, match="own_reply"):
            await act
    await approvals.approve(case_id, number, by=flow.huda, rev=await flow.rev(case_id))


@pytest.mark.parametrize(("who", "refusal"), [("badr", Forbidden), ("tariq", NotFound), ("nadia", Forbidden)])
async def test_who_may_not_approve(flow, demanded, who, refusal):
    case_id, number = await put(flow)
    with pytest.raises(refusal):
        await approvals.approve(case_id, number, by=flow.people[who], rev=await flow.rev(case_id))
    assert await approval_views.count(flow.people[who]) == 0
    assert await Reply.count() == 0


async def test_an_officer_with_the_right_approves_too(flow):
    await reply_rules.set_rule("EWA", replace(ALL, approvers=(flow.badr.id,)), by=flow.huda)
    case_id, number = await put(flow)
    assert [row.text for row in await approval_views.to_approve(flow.badr)] == [DONE.text]
    await approvals.approve(case_id, number, by=flow.badr, rev=await flow.rev(case_id))
    assert await approval_views.count(flow.badr) == 0


async def test_what_is_sent_back_tells_its_writer_and_keeps_the_words(flow, demanded):
    case_id, number = await put(flow)
    await approvals.send_back(
        case_id, number, "Say when the power came back.", by=flow.dana, rev=await flow.rev(case_id)
    )
    assert await flow.letters("reply_sent_back") == [flow.basim.id]
    assert (await flow.acts(case_id))[-2:] == ["approval_asked", "reply_sent_back"]
    assert (await reply_drafts.load(case_id)).fields["reply"] == DONE.text
    shown = await of_case(flow, case_id, flow.basim)
    assert (shown.waiting, shown.sent_back.remark) == (None, "Say when the power came back.")
    again = await approvals.submit(case_id, replace(DONE, text="At noon."), by=flow.basim, rev=await flow.rev(case_id))
    await approvals.approve(case_id, again, by=flow.dana, rev=await flow.rev(case_id))
    assert (await Reply.select().first())["text"] == "At noon."


async def test_to_send_back_needs_a_remark(flow, demanded):
    case_id, number = await put(flow)
    sending = approvals.send_back(case_id, number, " ", by=flow.dana, rev=await flow.rev(case_id))
    assert await codes(sending) == [("remark", "needs_approval_remark")]


async def test_of_two_decisions_at_once_one_holds(flow, demanded):
    case_id, number = await put(flow)
    rev = await flow.rev(case_id)
    done = await asyncio.gather(
        approvals.approve(case_id, number, by=flow.dana, rev=rev),
        approvals.send_back(case_id, number, "No", by=flow.huda, rev=rev),
        return_exceptions=True,
    )
    assert [type(error) for error in done if error] == [Conflict]
    assert await flow.letters("answered") + await flow.letters("reply_sent_back") in ([None], [flow.basim.id])


async def test_one_waits_at_a_time_and_its_writer_may_take_it_back(flow, demanded):
    case_id, number = await put(flow)
    with pytest.raises(Conflict, match="approval_waits"):
        await approvals.submit(case_id, DONE, by=flow.badr, rev=await flow.rev(case_id))
    with pytest.raises(Forbidden):
        await approvals.withdraw(case_id, number, by=flow.badr, rev=await flow.rev(case_id))
    await approvals.withdraw(case_id, number, by=flow.basim, rev=await flow.rev(case_id))
    with pytest.raises(Conflict, match="decided_already"):
        await approvals.approve(case_id, number, by=flow.dana, rev=await flow.rev(case_id))


async def test_a_case_that_was_passed_on_leaves_it_behind(flow, demanded):
    case_id, number = await put(flow)
    await transfer.transfer(case_id, "MOH", "It is a clinic.", by=flow.nadia, rev=await flow.rev(case_id))
    assert await approval_views.count(flow.dana) == 0
    with pytest.raises(NotFound):
        await approvals.approve(case_id, number, by=flow.dana, rev=await flow.rev(case_id))
    await reply.send_reply(case_id, DONE, by=flow.tariq, rev=await flow.rev(case_id))
    assert (await ReplyApproval.select().first())["state"] == "dropped"


async def test_a_faulty_reply_is_not_put_and_one_that_needs_nobody_neither(flow, demanded):
    case_id = await flow.assigned()
    rev = await flow.rev(case_id)
    assert await codes(approvals.submit(case_id, replace(DECLINED, legal_ground=""), by=flow.basim, rev=rev))
    await reply_rules.set_rule("EWA", RuleView("never", rev=1), by=flow.huda)
    with pytest.raises(Conflict, match="needs_no_approval"):
        await approvals.submit(case_id, DONE, by=flow.basim, rev=rev)


async def test_the_list_is_of_colleagues_in_reach(flow, demanded):
    await put(flow)
    mine, _ = await put(flow, by=flow.dana)
    assert (await approval_views.count(flow.dana), await approval_views.count(flow.huda)) == (1, 2)
    assert (await approval_views.count(flow.samir), await approval_views.count(flow.basim)) == (0, 0)
    shown = await of_case(flow, mine, flow.dana)
    assert (shown.is_mine, shown.may_decide) == (True, False)


async def test_the_rule_is_set_by_a_head_or_administrator_with_its_history(flow):
    await reply_rules.set_rule("EWA", SOME, by=flow.huda)
    await reply_rules.set_rule("EWA", replace(ALL, rev=1), by=flow.root)
    lines = await audit.history(reply_rules.stream("EWA"))
    assert [(line.data["demands"], line.actor) for line in lines] == [
        ("some", f"staff:{flow.huda.id}"),
        ("all", f"staff:{flow.root.id}"),
    ]
    with pytest.raises(Conflict, match="rule_moved"):
        await reply_rules.set_rule("EWA", SOME, by=flow.huda)
    for who in (flow.dana, flow.basim, flow.nadia, flow.samir):
        with pytest.raises(Forbidden):
            await reply_rules.set_rule("EWA", replace(SOME, rev=2), by=who)


async def test_a_rule_names_outcomes_and_officers_that_there_are(flow):
    assert await codes(reply_rules.set_rule("EWA", RuleView("some"), by=flow.huda)) == [("outcomes", "choose_outcomes")]
    given = replace(ALL, approvers=(flow.tariq.id,))
    assert await codes(reply_rules.set_rule("EWA", given, by=flow.huda)) == [("approvers", "not_an_officer")]
