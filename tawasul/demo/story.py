"""Three months of cases, told through the real acts on a moved clock: filed, sorted, answered, late, forgotten."""

import heapq
import itertools
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from cases import assignment, closure, correction, escalation, intake, notes, reply, sorting, transfer, triage, watch
from cases.filing_form import CaseDraft
from cases.moments import midnight
from cases.reply import ReplyDraft
from cases.tables import Case
from sla import calendars, sweep
from sla.calendar import Calendar
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.core.errors import DomainError
from tawasul.demo import texts
from tawasul.demo.texts import Told
from tawasul.outbox import relay

SPAN = timedelta(days=91)
_PATIENCE = timedelta(minutes=5)
_JOBS: dict[str, Callable[..., Awaitable[None]]] = {
    "cases.jobs.sort_case": sorting.sort_case,
    "cases.jobs.escalate": escalation.escalate,
}

Act = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Story:
    """What will happen, in the order of its time. Each act may plan later ones."""

    dice: random.Random
    officers: dict[str, StaffView]
    sorter: StaffView
    calendar: Calendar
    ends: datetime
    plan: list[tuple[datetime, int, Act]] = field(default_factory=list)
    number: Any = field(default_factory=itertools.count)

    def at(self, when: datetime, act: Act) -> None:
        """Have something happen; what would lie in the future never does."""
        if when < self.ends:
            heapq.heappush(self.plan, (when, next(self.number), act))

    async def run(self) -> None:
        """Live through it. Jobs are done as they come up, the ticker looks once a day."""
        while self.plan:
            when, _, act = heapq.heappop(self.plan)
            clock.move_to(when)
            try:
                await act()
            except DomainError:
                # Two made-up people may get in each other's way, as real ones do; the case goes on without.
                continue
            await work()

    def working_moment(self, after: datetime, days: int) -> datetime:
        """Some time in working hours, so many working days later."""
        day = self.calendar.nth(self.calendar.day_of(after), days) if days else self.calendar.day_of(after)
        moment = midnight(day) + timedelta(minutes=self.dice.randint(7 * 60 + 5, 13 * 60 + 50))
        return max(moment, after + timedelta(minutes=self.dice.randint(3, 40)))


async def work() -> None:
    """Do what waits in the outbox, as the worker would."""
    for leased in await relay.lease(50, _PATIENCE):
        await _JOBS[leased.job](*leased.args)
        await relay.done(leased.id)


async def live(officers: dict[str, StaffView], sorter: StaffView, cases: int, seed: int = 1) -> None:
    """Tell the story of so many cases, up to now."""
    ends = clock.now()
    story = Story(random.Random(seed), officers, sorter, await calendars.national(), ends)  # noqa: S311 - not a secret
    told = texts.choose(cases, story.dice)
    for one in told:
        story.at(_received(story, ends), _filing(story, one))
    for number in range(SPAN.days + 1):
        day = ends.date() - timedelta(days=SPAN.days - number)
        story.at(midnight(day) + timedelta(hours=7, minutes=10), _tick)
    with clock.moved(ends):
        await story.run()


async def _tick() -> None:
    await sweep.run(watch.apply)


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
        await work()
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
    if story.dice.random() < 0.985:
        story.at(story.working_moment(now, slowness), _answering(story, case_id))


async def _row(case_id: int) -> dict[str, Any]:
    found: dict[str, Any] = (await Case.select().where(Case.id == case_id))[0]
    return found


def _by_hand(story: Story, case_id: int, told: Told) -> Act:
    async def act() -> None:
        row = await _row(case_id)
        if row["status"] == "triage" and told.category is None:
            await closure.close_as(case_id, "void_spam", "", by=story.sorter, rev=row["rev"])
        elif row["status"] == "triage" and story.dice.random() < 0.93:
            place = row["governorate"] or told.governorate or story.dice.choice(texts.GOVERNORATES)
            await triage.place(case_id, told.category or "", by=story.sorter, rev=row["rev"], governorate=place)
        elif row["category"] != told.category and told.category and row["agency"]:
            await correction.correct(case_id, told.category, by=story.officers[row["agency"]], rev=row["rev"])

    return act


def _taking(story: Story, case_id: int) -> Act:
    async def act() -> None:
        row = await _row(case_id)
        if row["status"] == "assigned":
            await assignment.take(case_id, by=story.officers[row["agency"]], rev=row["rev"])

    return act


def _passing_on(story: Story, case_id: int) -> Act:
    async def act() -> None:
        row = await _row(case_id)
        if row["status"] in ("assigned", "in_progress"):
            other = story.dice.choice(sorted(set(story.officers) - {row["agency"]}))
            reason = texts.transfer_reason(row["language"])
            await transfer.transfer(case_id, other, reason, by=story.officers[row["agency"]], rev=row["rev"])

    return act


def _noting(story: Story, case_id: int) -> Act:
    async def act() -> None:
        row = await _row(case_id)
        if row["agency"]:
            await notes.add(case_id, texts.note(story.dice), by=story.officers[row["agency"]])

    return act


def _answering(story: Story, case_id: int) -> Act:
    async def act() -> None:
        row = await _row(case_id)
        if row["status"] not in ("assigned", "in_progress"):
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

    return act
