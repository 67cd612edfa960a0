"""Three months of cases, told through the real acts on a moved clock: filed, sorted, answered, late, forgotten."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cases import (
    assignment,
    closure,
    correction,
    intake,
    notes,
    reply,
    tags,
    timers,
    timetable,
    transfer_lists,
    transfer_proposals,
    triage,
    watch,
)
from cases.filing_form import CaseDraft
from cases.moments import midnight
from cases.reply import ReplyDraft
from sla import calendars, sweep
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.demo import objections, plan, texts
from tawasul.demo.plan import Act, Story
from tawasul.demo.texts import Told

SPAN = timedelta(days=91)
# The ticker looks once a day, and just after each moment at which the promise as a whole is looked at.
_TICK_AT = timedelta(hours=7, minutes=10)
_LOOKS_AT = (_TICK_AT, timedelta(hours=12, minutes=20), timedelta(hours=14, minutes=20))


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts: the officer of each agency, the supervisor where there is one, and who sorts by hand."""

    officers: dict[str, StaffView]
    supervisors: dict[str, StaffView]
    sorter: StaffView


async def live(cast: Cast, cases: int, seed: int = 1) -> None:
    """Tell the story of so many cases, up to now."""
    ends = clock.now()
    dice, chance = random.Random(seed), random.Random(seed + 1)  # noqa: S311 - not a secret
    calendar = await calendars.national()
    story = Story(dice, chance, cast.officers, cast.supervisors, cast.sorter, calendar, ends)
    told = texts.choose(cases, story.dice)
    for one in told:
        story.at(_received(story, ends), _filing(story, one))
    for number in range(SPAN.days + 1):
        day = ends.date() - timedelta(days=SPAN.days - number)
        story.at(midnight(day) + _TICK_AT, _tick)
        for look in _LOOKS_AT:
            story.at(midnight(day) + look, _look)
    with clock.moved(ends):
        await story.run()


async def _tick() -> None:
    await sweep.run(watch.apply)
    await timers.run()


async def _look() -> None:
    await timetable.give_out()


def _received(story: Story, ends: datetime) -> datetime:
    """More lately than long ago, more on weekdays than at the weekend, mostly in the day."""
    back = SPAN * story.dice.betavariate(1.1, 1.2)
    day: date = (ends - back).date()
    if day.weekday() in (4, 5) and story.dice.random() < 0.6:
        day -= timedelta(days=2)
    hour = min(23.9, max(0.0, story.dice.gauss(13, 4.5)))
    return min(midnight(day) + timedelta(hours=hour), ends - timedelta(minutes=2))


def _filing(story: Story, told: Told) -> Act:
    async def act() -> None:
        draft = CaseDraft(
            text=told.text,
            kind=told.kind if story.dice.random() < 0.7 else None,
            language=told.language,
            governorate=told.governorate,
            area=told.area,
            email="amal@example.org" if story.dice.random() < 0.6 else "",
            channel=story.dice.choices(("web", "api", "phone", "counter"), (70, 12, 14, 4))[0],
        )
        receipt = await intake.file_case(draft, origin=intake.Origin(demo=True))
        await plan.work()
        _go_on(story, receipt.case_id, told)

    return act


def _go_on(story: Story, case_id: int, told: Told) -> None:
    """What people will do with a case that was just filed."""
    now = clock.now()
    story.at(story.working_moment(now, story.dice.randint(0, 1)), _by_hand(story, case_id, told))
    slowness = story.dice.choices(
        (story.dice.randint(1, 6), story.dice.randint(6, 13), story.dice.randint(14, 24)), (62, 34, 4)
    )[0]
    story.at(story.working_moment(now, max(1, slowness // 3)), _taking(story, case_id))
    if story.dice.random() < 0.07:
        story.at(story.working_moment(now, max(1, slowness // 2)), _passing_on(story, case_id))
    if story.dice.random() < 0.3:
        story.at(story.working_moment(now, max(1, slowness - 1)), _noting(story, case_id))
    objections.precede(story, case_id, slowness, _answering(story, case_id))
    if story.dice.random() < 0.985:
        story.at(story.working_moment(now, slowness), _answering(story, case_id))


def _by_hand(story: Story, case_id: int, told: Told) -> Act:
    async def act() -> None:
        row = await plan.row(case_id)
        if row["status"] == "triage" and told.category is None:
            await closure.close_as(case_id, "void_spam", "", by=story.sorter, rev=row["rev"])
        elif row["status"] == "triage" and story.dice.random() < 0.93:
            place = row["governorate"] or told.governorate or story.dice.choice(texts.GOVERNORATES)
            await triage.place(case_id, told.category or "", by=story.sorter, rev=row["rev"], governorate=place)
        elif row["category"] != told.category and told.category and row["agency"]:
            await correction.correct(case_id, told.category, by=story.sorter, rev=row["rev"])

    return act


def _taking(story: Story, case_id: int) -> Act:
    async def act() -> None:
        row = await plan.row(case_id)
        if row["status"] == "assigned":
            await assignment.take(case_id, by=story.officers[row["agency"]], rev=row["rev"])

    return act


def _passing_on(story: Story, case_id: int) -> Act:
    async def act() -> None:
        row = await plan.row(case_id)
        if row["status"] in ("assigned", "in_progress"):
            other = story.dice.choice(sorted(set(story.officers) - {row["agency"]}))
            reason = texts.transfer_reason(row["language"])
            draft = transfer_proposals.Draft(other, "", reason)
            await transfer_proposals.propose(case_id, draft, by=story.officers[row["agency"]], rev=row["rev"])
            story.at(story.working_moment(clock.now(), 1), _deciding(story, case_id))

    return act


def _deciding(story: Story, case_id: int) -> Act:
    """Most proposals are taken; some are refused, and a few wait for the arbiter."""

    async def act() -> None:
        number = await transfer_lists.waiting_of(case_id)
        if number is None or (chance := story.dice.random()) < 0.1:
            return
        if chance < 0.8:
            await transfer_proposals.accept(number, by=story.sorter)
        else:
            row = await plan.row(case_id)
            await transfer_proposals.refuse(number, texts.refusal(row["language"]), by=story.sorter)

    return act


def _noting(story: Story, case_id: int) -> Act:
    async def act() -> None:
        row = await plan.row(case_id)
        if row["agency"]:
            officer = story.officers[row["agency"]]
            await notes.add(case_id, texts.note(story.dice), by=officer)
            await tags.add(case_id, [texts.tag(case_id)], by=officer, rev=row["rev"])

    return act


def _answering(story: Story, case_id: int) -> Act:
    async def act() -> None:
        row = await plan.row(case_id)
        if row["status"] not in ("assigned", "in_progress", "reopened"):
            return
        outcome = story.dice.choices(
            ("done", "will_be_done", "explained", "declined", "outside_government"), (52, 16, 22, 7, 3)
        )[0]
        draft = ReplyDraft(
            outcome=outcome,
            text=texts.answer(outcome, row["language"], story.dice),
            due_on=clock.now().date() + timedelta(days=story.dice.randint(10, 60))
            if outcome == "will_be_done"
            else None,
            legal_ground=texts.legal_ground(row["language"]) if outcome == "declined" else "",
        )
        await reply.send_reply(case_id, draft, by=story.officers[row["agency"]], rev=row["rev"])
        objections.follow(story, case_id, row["agency"], _answering(story, case_id))

    return act
