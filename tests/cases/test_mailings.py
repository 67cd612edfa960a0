"""One text to all: what is left out and why, exactly once each, and what is refused meanwhile."""

import asyncio
from datetime import date

import pytest

from cases import barring, incident_views, incidents, mailings, reply_rules
from cases.mailings import MailingDraft
from cases.reply_rules import RuleView
from cases.surge_tables import IncidentCase, Mailing, MailingCase, Surge
from cases.tables import Case, Commitment, Reply
from sla import policy
from sla.tables import PolicyVersion
from sla.views import clocks_of
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound
from tawasul.outbox.tables import OutboxMessage
from tests.cases.conftest import Flow

PLACE = {"governorate": "capital", "block": "338"}
DRAFT = MailingDraft("reply", "", "Power is back.", "done")


class Outage:
    """Six cases of one surge, and their incident."""

    def __init__(self, flow: Flow, ids: list[int], number: int) -> None:
        self.flow, self.ids, self.number = flow, ids, number

    async def references(self, ids: list[int] | None = None) -> list[str]:
        rows = await Case.select(Case.reference).where(Case.id.is_in(ids or self.ids)).order_by(Case.id)
        return [row["reference"] for row in rows]

    async def prepared(self, draft: MailingDraft = DRAFT, ids: list[int] | None = None) -> int:
        return await mailings.prepare(self.number, draft, await self.references(ids), by=self.flow.dana)

    async def lines(self) -> list[int]:
        return [row["id"] for row in await MailingCase.select(MailingCase.id).order_by(MailingCase.id)]

    async def states(self) -> list[tuple[str, str]]:
        rows = await MailingCase.select().order_by(MailingCase.case)
        return [(row["state"], row["reason"]) for row in rows]


@pytest.fixture
async def outage(flow: Flow) -> Outage:
    ids = [await flow.assigned(text=f"No power since {number} o'clock", **PLACE) for number in range(6)]
    surge = (await Surge.select(Surge.id).first())["id"]
    made = Outage(flow, ids, 0)
    made.number = await incidents.open_from(surge, await made.references(), by=flow.dana)
    return made


async def test_nothing_is_sent_before_the_number_is_typed(outage):
    mailing = await outage.prepared()
    with pytest.raises(Invalid):
        await mailings.confirm(mailing, "5", by=outage.flow.dana)
    for line in await outage.lines():
        await mailings.send_one(line)
    assert await Reply.count() == 0


async def test_a_job_that_runs_twice_or_at_once_replies_once(outage):
    await mailings.confirm(await outage.prepared(), "٦", by=outage.flow.dana)
    lines = await outage.lines()
    await asyncio.gather(*[mailings.send_one(line) for line in [*lines, *lines]])
    assert await Reply.count() == 6
    assert await outage.states() == [("sent", "")] * 6
    assert len(await outage.flow.letters("answered")) == 6


async def test_a_worker_that_dies_in_between_leaves_nothing_half_done(outage, monkeypatch):
    await mailings.confirm(await outage.prepared(), "6", by=outage.flow.dana)
    line = (await outage.lines())[0]

    async def dies(*args, **options):
        raise asyncio.CancelledError

    monkeypatch.setattr(mailings, "swap", dies)
    with pytest.raises(asyncio.CancelledError):
        await mailings.send_one(line)
    assert await Reply.count() == 0
    monkeypatch.undo()
    await mailings.send_one(line)
    assert await Reply.count() == 1


async def test_confirming_twice_gives_the_work_out_once(outage):
    mailing = await outage.prepared()
    await mailings.confirm(mailing, "6", by=outage.flow.dana)
    with pytest.raises(Conflict, match="sent_already"):
        await mailings.confirm(mailing, "6", by=outage.flow.dana)
    assert await OutboxMessage.count().where(OutboxMessage.job == mailings.SEND) == 6


async def test_what_changed_meanwhile_is_refused_and_the_others_go_on(outage):
    flow = outage.flow
    await mailings.confirm(await outage.prepared(), "6", by=flow.dana)
    await flow.replies(outage.ids[0])
    await flow.asks(outage.ids[1])
    for line in await outage.lines():
        await mailings.send_one(line)
    assert await outage.states() == [
        ("refused", "answered"),
        ("refused", "waiting_for_citizen"),
        *[("sent", "")] * 4,
    ]


async def test_what_cannot_be_answered_is_left_out_of_the_frozen_list(outage):
    flow = outage.flow
    await flow.asks(outage.ids[1])
    await outage.prepared(ids=outage.ids[1:])
    assert await outage.states() == [
        ("left_out", "ticked_off"),
        ("left_out", "waiting_for_citizen"),
        *[("waiting", "")] * 4,
    ]


async def test_a_promise_to_all_is_a_commitment_of_each(outage):
    draft = MailingDraft("reply", "", "A new cable is laid.", "will_be_done", date(2026, 12, 1))
    await mailings.confirm(await outage.prepared(draft), "6", by=outage.flow.dana)
    for line in await outage.lines():
        await mailings.send_one(line)
    assert await Commitment.count().where(Commitment.due_on == date(2026, 12, 1)) == 6


async def test_it_is_no_way_round_a_second_pair_of_eyes(outage):
    flow = outage.flow
    mailing = await outage.prepared()
    await mailings.confirm(mailing, "6", by=flow.dana)
    await reply_rules.set_rule("EWA", RuleView("all"), by=flow.huda)
    for line in await outage.lines():
        await mailings.send_one(line)
    assert await outage.states() == [("refused", "needs_approval")] * 6
    with pytest.raises(Invalid) as refused:
        await outage.prepared()
    assert [fault.code for fault in refused.value.faults] == ["each_needs_approval"]
    assert await Reply.count() == 0


@pytest.mark.parametrize(
    ("draft", "fault"),
    [
        (MailingDraft("reply", "", "", "done"), ("text_en", "text_in_each_language")),
        (MailingDraft("reply", "", "Later.", "will_be_done"), ("due_on", "needs_date")),
        (MailingDraft("reply", "", "No.", "declined"), ("outcome", "unknown")),
        (MailingDraft("letter", "", "Hello", ""), ("kind", "unknown")),
    ],
)
async def test_what_is_missing_is_said_at_its_field(outage, draft, fault):
    with pytest.raises(Invalid) as found:
        await outage.prepared(draft)
    assert [(each.field, each.code) for each in found.value.faults] == [fault]
    assert await Mailing.count() == 0


async def test_nobody_of_another_agency_prepares_or_confirms(outage):
    mailing = await outage.prepared()
    for act in (
        mailings.prepare(outage.number, DRAFT, [], by=outage.flow.tariq),
        mailings.confirm(mailing, "6", by=outage.flow.tariq),
        incidents.add(outage.number, [], by=outage.flow.samir),
    ):
        with pytest.raises(NotFound):
            await act
    with pytest.raises(Forbidden):
        await mailings.confirm(mailing, "6", by=outage.flow.basim)


async def test_a_case_belongs_to_one_incident_and_can_be_taken_out(outage):
    reference = (await outage.references())[0]
    with pytest.raises(Invalid):
        await incidents.add(outage.number, [reference], by=outage.flow.dana)
    await incidents.take_out(outage.number, reference, by=outage.flow.dana)
    assert await IncidentCase.count() == 5
    await incidents.add(outage.number, [reference], by=outage.flow.dana)
    assert await IncidentCase.count() == 6


async def test_a_later_case_is_offered_and_never_linked_by_itself(outage):
    await outage.flow.assigned(text="No power since noon", **PLACE)
    assert await IncidentCase.count() == 6


async def test_an_incident_takes_only_cases_of_its_matter(outage):
    other = await outage.flow.assigned(text="Something else", governorate="northern")
    with pytest.raises(Invalid):
        await incidents.add(outage.number, await outage.references([other]), by=outage.flow.dana)


async def test_a_notice_is_the_first_answer_where_one_was_promised(flow):
    promise = {"clock": policy.FIRST_RESPONSE, "target": 3, "unit": "working_days", "ladder": '["breach"]'}
    await PolicyVersion.insert(PolicyVersion(**promise, valid_from=date(2026, 1, 1), pause_rules="{}"))
    ids = [await flow.assigned(text=f"No power since {number} o'clock", **PLACE) for number in range(6)]
    noise = await flow.assigned(text="The bill is wrong")
    made = Outage(flow, ids, 0)
    made.number = await incidents.open_from(
        (await Surge.select(Surge.id).first())["id"], await made.references(), by=flow.dana
    )
    notice = MailingDraft("notice", "", "A crew is on its way.")
    await mailings.confirm(await made.prepared(notice), "6", by=flow.dana)
    for line in await made.lines():
        await mailings.send_one(line)
    first = await clocks_of([*ids, noise], policy.FIRST_RESPONSE)
    assert [(one.case_id == noise, one.state) for one in first] == [*[(False, "met")] * 6, (True, "running")]
    assert (await flow.promise(ids[0])).state == "running"


async def test_a_case_behind_a_wall_is_not_offered_linked_listed_or_written_to(outage):
    flow, [hidden, *others] = outage.flow, outage.ids
    [reference] = await outage.references([hidden])
    earlier = await outage.prepared()
    await barring.bar(hidden, flow.dana.id, by=flow.nadia, rev=await flow.rev(hidden))
    listed = [row["id"] for row in await incident_views.members(outage.number, flow.dana)]
    assert listed == others
    shown = await incident_views.mailing(outage.number, earlier, flow.dana)
    assert reference not in [line.reference for line in shown[1]]
    mailing = await outage.prepared()
    written = await MailingCase.select(MailingCase.case).where(MailingCase.mailing == mailing)
    assert sorted(row["case"] for row in written) == others
    with pytest.raises(NotFound, match="no_such_case"):
        await incidents.take_out(outage.number, reference, by=flow.dana)
    await incidents.take_out(outage.number, reference, by=flow.huda)
    found = await incident_views.incident(outage.number, flow.dana)
    assert reference not in [row.reference for row in await incident_views.candidates(found, flow.dana)]
    assert reference in [row.reference for row in await incident_views.candidates(found, flow.huda)]
    with pytest.raises(Invalid):
        await incidents.add(outage.number, [reference], by=flow.dana)
    await incidents.add(outage.number, [reference], by=flow.huda)
