"""Who reaches which case, and what for: one table for every act."""

import pytest

from cases import assignment, closure, correction, notes, reply, transfer, transfer_proposals, triage
from cases.reply import ReplyDraft
from cases.transfer_proposals import Draft
from tawasul.core.errors import DomainError

ACTS = {
    "take": lambda case_id, by, rev: assignment.take(case_id, by=by, rev=rev),
    "note": lambda case_id, by, rev: notes.add(case_id, "A remark.", by=by),
    "transfer": lambda case_id, by, rev: transfer.transfer(case_id, "MOW", "Yours.", by=by, rev=rev),
    "propose": lambda case_id, by, rev: transfer_proposals.propose(
        case_id, Draft("MOW", "", "Yours by the directory."), by=by, rev=rev
    ),
    "correct": lambda case_id, by, rev: correction.correct(case_id, "ewa-bill", by=by, rev=rev),
    "reply": lambda case_id, by, rev: reply.send_reply(case_id, ReplyDraft("done", "Done."), by=by, rev=rev),
    "place": lambda case_id, by, rev: triage.place(case_id, "ewa-bill", by=by, rev=rev),
    "close": lambda case_id, by, rev: closure.close_as(case_id, "void_spam", "", by=by, rev=rev),
}
# What each member of the cast may do with a case of the Electricity and Water Authority.
OF_THE_AGENCY = {
    "basim": {"take", "note", "propose", "correct", "reply"},
    "dana": {"take", "note", "propose", "correct", "reply"},
    "huda": {"note", "propose", "correct", "reply"},
    "nadia": {"note", "transfer", "correct", "close"},
    "adel": {"note", "transfer", "correct", "close"},
    "tariq": set(),
    "samir": set(),
    "lulwa": set(),
    "root": set(),
}
WAITING = {"nadia": {"place", "close", "note"}, "lulwa": {"place", "close"}, "basim": set(), "tariq": set()}
OUT_OF_REACH = ("tariq", "samir", "lulwa", "root")


async def outcome(flow, case_id, act, who):
    """What happens when somebody tries."""
    try:
        await ACTS[act](case_id, flow.people[who], await flow.rev(case_id))
    except DomainError as error:
        return error.code
    return "done"


@pytest.mark.parametrize("who", OF_THE_AGENCY)
async def test_who_does_what_with_a_case_of_the_agency(flow, who):
    done = {act for act in ACTS if await outcome(flow, await flow.assigned(), act, who) == "done"}
    assert done == OF_THE_AGENCY[who]


@pytest.mark.parametrize("who", WAITING)
async def test_who_does_what_with_a_case_that_waits_to_be_sorted(flow, who):
    done = {act for act in ACTS if await outcome(flow, await flow.waiting(), act, who) == "done"}
    assert done == WAITING[who]


@pytest.mark.parametrize("who", OUT_OF_REACH)
async def test_a_case_out_of_reach_is_like_none_for_every_act(flow, who):
    case_id = await flow.assigned()
    before = await flow.case(case_id), await flow.acts(case_id)
    assert {await outcome(flow, case_id, act, who) for act in ACTS} == {"no_such_case"}
    assert (await flow.case(case_id), await flow.acts(case_id)) == before


async def test_a_supervisor_of_a_ministry_reaches_the_agencies_below(flow, sure):
    case_id = await flow.waiting()
    await triage.place(case_id, "mun-waste", by=flow.nadia, rev=await flow.rev(case_id), governorate="capital")
    assert await outcome(flow, case_id, "take", "samir") == "done"
    assert await outcome(flow, case_id, "note", "basim") == "no_such_case"
