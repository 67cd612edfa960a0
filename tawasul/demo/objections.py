"""What in the demonstration makes a clock stand, go on, or begin anew: questions, silence, stays, objections."""

from datetime import timedelta

from cases import commitments, questions, rejection, reopening, reply_drafts, stays
from cases.stays import StayDraft
from cases.tables import Commitment
from tawasul.core import clock
from tawasul.demo import plan, texts
from tawasul.demo.plan import Act, Story

_SILENT_DAYS = 12  # longer than a question lets the clock stand


def precede(story: Story, case_id: int, slowness: int, answering: Act) -> None:
    """What may come before a reply, `slowness` working days after the filing."""
    now, chance = clock.now(), story.chance
    if chance.random() < 0.12:
        story.at(story.working_moment(now, max(1, slowness - 2)), _asking(story, case_id, answering))
    elif chance.random() < 0.15:
        story.at(story.working_moment(now, max(1, slowness - 2)), _staying(story, case_id, answering))
    if chance.random() < 0.4:
        story.at(story.working_moment(now, max(1, slowness - 1)), _drafting(story, case_id))


def follow(story: Story, case_id: int, agency: str, answering: Act) -> None:
    """What may come after a reply of `agency`. Only a supervisor of its own may reject it."""
    now, chance = clock.now(), story.chance
    if chance.random() < 0.06:
        story.at(story.working_moment(now, chance.randint(1, 7)), _reopening(story, case_id, answering))
    elif agency in story.supervisors and chance.random() < 0.2:
        story.at(story.working_moment(now, 1), _rejecting(story, case_id, answering))
    if chance.random() < 0.75:
        story.at(story.working_moment(now, chance.randint(5, 30)), _keeping(story, case_id))


def _asking(story: Story, case_id: int, answering: Act) -> Act:
    async def act() -> None:
        row = await plan.row(case_id)
        if row["status"] not in ("assigned", "in_progress"):
            return
        question = texts.question(row["language"], story.chance)
        reason = story.chance.choice(questions.REASONS[:3])
        await questions.ask(case_id, reason, question, by=story.officers[row["agency"]], rev=row["rev"])
        days = story.chance.randint(1, 6) if story.chance.random() < 0.7 else _SILENT_DAYS
        if days < _SILENT_DAYS:
            story.at(story.working_moment(clock.now(), days), _telling(case_id, row["language"]))
        story.at(story.working_moment(clock.now(), days + story.chance.randint(1, 3)), answering)

    return act


def _telling(case_id: int, language: str) -> Act:
    async def act() -> None:
        await questions.answer(case_id, texts.citizens_answer(language))

    return act


def _staying(story: Story, case_id: int, answering: Act) -> Act:
    async def act() -> None:
        row = await plan.row(case_id)
        supervisor = story.supervisors.get(row["agency"])
        if supervisor is None or row["status"] not in ("assigned", "in_progress"):
            return
        last_day = clock.now().date() + timedelta(days=story.chance.randint(5, 20))
        draft = StayDraft("before_court", texts.legal_ground(row["language"]), last_day)
        await stays.stay(case_id, draft, by=supervisor, rev=row["rev"])
        story.at(story.working_moment(clock.now(), 18), answering)

    return act


def _drafting(story: Story, case_id: int) -> Act:
    async def act() -> None:
        row = await plan.row(case_id)
        if row["status"] == "in_progress":
            typed = {"outcome": "done", "reply": texts.answer("done", row["language"], story.chance)}
            await reply_drafts.save(case_id, typed, by=story.officers[row["agency"]])

    return act


def _reopening(story: Story, case_id: int, answering: Act) -> Act:
    async def act() -> None:
        row = await plan.row(case_id)
        await reopening.reopen(case_id, texts.missing(row["language"]))
        story.at(story.working_moment(clock.now(), story.chance.randint(3, 12)), answering)

    return act


def _rejecting(story: Story, case_id: int, answering: Act) -> Act:
    async def act() -> None:
        row = await plan.row(case_id)
        supervisor = story.supervisors.get(row["agency"])
        if supervisor is not None and row["status"] == "answered":
            await rejection.reject(case_id, texts.objection(row["language"]), by=supervisor, rev=row["rev"])
            story.at(story.working_moment(clock.now(), story.chance.randint(1, 4)), answering)

    return act


def _keeping(story: Story, case_id: int) -> Act:
    async def act() -> None:
        row = await plan.row(case_id)
        for promised in await Commitment.select(Commitment.id).where(Commitment.case == case_id):
            await commitments.keep(promised["id"], by=story.officers[row["agency"]])

    return act
