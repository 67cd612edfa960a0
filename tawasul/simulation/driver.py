"""Living through a setting by the real acts, with the real ticker and the real jobs, on a moved clock."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from cases import (
    alike,
    assignment,
    closure,
    daily,
    escalation,
    export_files,
    figures_fold,
    import_files,
    intake,
    orphans,
    questions,
    reopening,
    reply,
    sorted_fold,
    sorting,
    timers,
    transfer_lists,
    transfer_proposals,
    triage,
    waits,
)
from cases.filing_form import CaseDraft
from cases.reply import ReplyDraft
from cases.tables import Case
from cases.timetable import Name
from sla.views import final_replies
from tawasul import ticker
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.outbox import relay
from tawasul.simulation import topics
from tawasul.simulation.people import People
from tawasul.simulation.setting import Setting
from tawasul.simulation.topics import Topic
from tawasul.simulation.world import Happening, Kind, World

_PATIENCE = timedelta(minutes=5)
_AT_ONCE = 100
_HOUSEKEEPING = timedelta(minutes=30)  # after midnight, when the day has changed
_MADE_UP = intake.Origin(demo=True)
_DONE = ReplyDraft("done", "Our crew dealt with it today and checked the place afterwards.")


@dataclass(slots=True)
class Lived:
    """What was done, counted by whoever did it."""

    done: Counter[Kind] = field(default_factory=Counter)
    jobs: Counter[str] = field(default_factory=Counter)
    looks: list[datetime] = field(default_factory=list)


@dataclass(slots=True)
class Life:
    """Where the run stands: the cases by their numbers in the setting, and what was done so far."""

    setting: Setting
    people: People
    topics: Mapping[str, Topic]
    world: World
    lived: Lived = field(default_factory=Lived)
    cases: dict[int, int] = field(default_factory=dict)
    unsorted: dict[int, int] = field(default_factory=dict)

    def officer(self, happening: Happening) -> StaffView:
        return self.people.officers[happening.agency][happening.officer]


async def live(setting: Setting, people: People) -> Lived:
    """Let everything happen. Whatever an act refuses is an error: the world asks for nothing impossible."""
    life = Life(setting, people, await topics.topics(), setting.world())
    looks = _looks(setting)
    with clock.moved(looks[0]):
        while (happening := life.world.next()) is not None:
            while looks and looks[0] <= happening.at:
                await _look(life, looks.pop(0))
            clock.move_to(happening.at)
            await _ACTS[happening.kind](life, happening)
            life.lived.done[happening.kind] += 1
        for instant in looks:
            await _look(life, instant)
    return life.lived


def _looks(setting: Setting) -> list[datetime]:
    """When the ticker looks: every so many hours, but for the days on which it stands."""
    scenario = setting.scenario
    between = timedelta(hours=scenario.look_hours)
    silent, zone = scenario.silent_days, setting.until.tzinfo
    begins = datetime.combine(scenario.first, datetime.min.time(), zone)
    looks = [begins + between * number for number in range((setting.until - begins) // between + 1)]
    return [look for look in looks if look.date() not in silent]


async def _look(life: Life, instant: datetime) -> None:
    """The ticker looks, and the worker does what came of it; once a day, what the calendar does to cases and sums."""
    clock.move_to(instant)
    await ticker.tick()
    life.lived.looks.append(instant)
    await _work(life)
    if instant.hour == 0:
        clock.move_to(instant + _HOUSEKEEPING)
        await timers.run()
        await figures_fold.run()
        await sorted_fold.run()


async def _work(life: Life) -> None:
    """Do what waits in the outbox, as the worker would."""
    while leased := await relay.lease(_AT_ONCE, _PATIENCE):
        for job in leased:
            await _JOBS[job.job](life, *job.args)
            await relay.done(job.id)
            life.lived.jobs[job.job] += 1


async def _sort(life: Life, case_id: int) -> None:
    """The job of the sorter, with what this setting says in place of the model."""
    fate = life.setting.fates[life.unsorted.pop(case_id)]
    said = topics.prediction(fate, life.topics)
    await sorting.sort_case(case_id, lambda _text, _place: said)


async def _leave(_life: Life, *_ids: int) -> None:
    """The made-up texts are all the same: nobody compares them, and nobody carries them in or out.

    Nor is the store looked through: it belongs to another database.
    """


async def _escalate(_life: Life, *step_ids: int) -> None:
    await escalation.escalate(*step_ids)


async def _time_is_up(_life: Life, case_id: int) -> None:
    await waits.time_is_up(case_id)


async def _keep_moment(_life: Life, name: Name, day: str) -> None:
    await daily.keep(name, date.fromisoformat(day))


_JOBS: Mapping[str, Callable[..., Awaitable[None]]] = {
    "cases.jobs.sort_case": _sort,
    alike.COMPARE: _leave,
    alike.REMEMBER: _leave,
    "cases.jobs.escalate": _escalate,
    "cases.jobs.time_is_up": _time_is_up,
    "cases.jobs.keep_moment": _keep_moment,
    import_files.CHECK: _leave,
    import_files.TAKE_IN: _leave,
    export_files.WRITE: _leave,
    orphans.REMOVE: _leave,
}


async def _rev(case_id: int) -> int:
    """The case as its page would show it to whoever acts."""
    row = await Case.select(Case.rev).where(Case.id == case_id).first()
    if row is None:
        raise LookupError(f"case {case_id} is gone")
    return int(row["rev"])


async def _tell_promise(life: Life, number: int) -> None:
    case_id = life.cases[number]
    life.world.promised(number, (await final_replies([case_id]))[case_id].due_at)


async def _file(life: Life, happening: Happening) -> None:
    fate = life.setting.fates[happening.number]
    draft = CaseDraft(
        text=f"Simulated case number {happening.number}, received in the middle of something else.",
        kind="complaint",
        language="en",
        governorate=life.topics[fate.first_agency].governorate,
        channel="web",
    )
    receipt = await intake.file_case(draft, origin=_MADE_UP)
    life.cases[happening.number] = receipt.case_id
    life.unsorted[receipt.case_id] = happening.number
    life.world.promised(happening.number, receipt.due_at)
    await _work(life)


async def _place(life: Life, happening: Happening) -> None:
    case_id, topic = life.cases[happening.number], life.topics[happening.agency]
    by, rev = life.people.sorter, await _rev(case_id)
    await triage.place(case_id, topic.category, by=by, rev=rev, governorate=topic.governorate)


async def _void(life: Life, happening: Happening) -> None:
    case_id = life.cases[happening.number]
    await closure.close_as(case_id, "void_spam", "", by=life.people.sorter, rev=await _rev(case_id))


async def _take(life: Life, happening: Happening) -> None:
    case_id = life.cases[happening.number]
    await assignment.take(case_id, by=life.officer(happening), rev=await _rev(case_id))


async def _ask(life: Life, happening: Happening) -> None:
    case_id = life.cases[happening.number]
    asked = "Which house is it, and since when?"
    await questions.ask(case_id, "details_missing", asked, by=life.officer(happening), rev=await _rev(case_id))
    await _tell_promise(life, happening.number)


async def _answer(life: Life, happening: Happening) -> None:
    await questions.answer(life.cases[happening.number], "The one beside the mosque, since Monday.")
    await _tell_promise(life, happening.number)


async def _pass_on(life: Life, happening: Happening) -> None:
    case_id = life.cases[happening.number]
    to, rev = life.setting.fates[happening.number].agency, await _rev(case_id)
    draft = transfer_proposals.Draft(to, "", "This belongs to another agency.")
    await transfer_proposals.propose(case_id, draft, by=life.officer(happening), rev=rev)
    await transfer_proposals.accept(await _proposal_of(case_id), by=life.people.sorter)


async def _proposal_of(case_id: int) -> int:
    """The proposal that waits. In a simulation the national unit decides on it at once."""
    found = await transfer_lists.waiting_of(case_id)
    if found is None:
        raise LookupError(f"nobody proposed to pass case {case_id} on")
    return found


async def _reply(life: Life, happening: Happening) -> None:
    case_id = life.cases[happening.number]
    await reply.send_reply(case_id, _DONE, by=life.officer(happening), rev=await _rev(case_id))


async def _reopen(life: Life, happening: Happening) -> None:
    await reopening.reopen(life.cases[happening.number], "It is broken again since this morning.")
    await _tell_promise(life, happening.number)


_ACTS: Mapping[Kind, Callable[[Life, Happening], Awaitable[None]]] = {
    "filed": _file,
    "placed": _place,
    "voided": _void,
    "taken": _take,
    "asked": _ask,
    "told": _answer,
    "passed_on": _pass_on,
    "replied": _reply,
    "reopened": _reopen,
}
