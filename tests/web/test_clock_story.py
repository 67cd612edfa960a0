"""The clock in sentences: what stands, what stood, which date was first, what became of verdicts."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from cases.promises import PromiseView, QuestionView, ReopeningView, ReplyView, StayView
from sla import calendars
from sla.calendar import Calendar
from sla.views import ClockView
from tawasul.core import i18n
from web.clock_story import clock_story
from web.words import clock_sentence

RECEIVED = datetime(2026, 11, 22, 6, tzinfo=UTC)  # a Sunday morning
DUE = datetime(2026, 12, 10, 11, tzinfo=UTC)  # Thursday, fourteen working days later
LATER = datetime(2026, 12, 14, 11, 15, tzinfo=UTC)  # two working days after that
NOW = datetime(2026, 12, 1, 6, tzinfo=UTC)  # the seventh working day
# Wednesday morning to Sunday morning: two working days.
ASKED, ANSWERED = datetime(2026, 11, 25, 6, tzinfo=UTC), datetime(2026, 11, 29, 6, tzinfo=UTC)
CAP = datetime(2026, 12, 9, 11, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are compared as an English reader gets them."""
    with i18n.use("en"):
        yield


@pytest.fixture
async def calendar(database: str) -> Calendar:
    return await calendars.national()


def clock_view(**changed: object) -> ClockView:
    plain = {
        "id": 1,
        "case_id": 1,
        "kind": "final_reply",
        "cycle": 1,
        "segment": 1,
        "state": "running",
        "started_at": RECEIVED,
        "due_at": DUE,
        "gross_due_at": DUE,
        "met_at": None,
        "on_time": None,
        "target": 14,
        "unit": "working_days",
        "agency": None,
        "paused_since": None,
        "next_event_at": None,
    }
    return ClockView(**(plain | changed))  # type: ignore[arg-type]  # one value of each column


def promise(clock: ClockView, **changed: object) -> PromiseView:
    plain = {"earlier": [], "questions": [], "stays": [], "replies": [], "reopening": None, "reopens_until": None}
    return PromiseView(clock=clock, **(plain | changed))  # type: ignore[arg-type]  # one value of each field


def question(ended: str | None = "answered", ended_at: datetime | None = ANSWERED) -> QuestionView:
    return QuestionView(1, "place_unclear", "Where?", ASKED, CAP, "There." if ended else None, ended, ended_at)


def test_a_clock_that_never_stood_needs_one_sentence(calendar: Calendar) -> None:
    said = clock_story(promise(clock_view()), NOW, calendar, public=True)
    assert said == ["Day 7 of 14, due Thursday 10 December 2026, close of business"]


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "The reply was due on Thursday 10 December 2026, close of business"), ("ar", None)],
)
@pytest.mark.parametrize("now", [datetime(2026, 12, 10, 12, tzinfo=UTC), datetime(2026, 12, 12, 9, tzinfo=UTC)])
def test_past_the_close_and_at_the_weekend_the_date_is_past(
    calendar: Calendar, now: datetime, language: i18n.Language, words: str | None, *, public: bool
) -> None:
    with i18n.use(language):
        said = clock_story(promise(clock_view()), now, calendar, public=public)
        assert said == [clock_sentence((14, 14), DUE, late=True)]
        assert said != [clock_sentence((14, 14), DUE, late=False)]
    assert words is None or said == [words]


def test_what_stood_is_told_to_each_in_their_words(calendar: Calendar) -> None:
    case = promise(clock_view(due_at=LATER, pauses=1), questions=[question()])
    assert clock_story(case, NOW, calendar, public=True) == [
        "Day 5 of 14, due Monday 14 December 2026, close of business",
        "It stood about 2 working days while we waited for you",
        "The first date was Thursday 10 December 2026",
    ]
    assert "while we waited for the citizen" in clock_story(case, NOW, calendar, public=False)[1]


def test_a_short_wait_did_not_move_the_date(calendar: Calendar) -> None:
    short = question(ended_at=datetime(2026, 11, 25, 8, tzinfo=UTC))
    said = clock_story(promise(clock_view(pauses=1), questions=[short]), NOW, calendar, public=True)
    assert said[1:] == ["It stood less than a working day while we waited for you, so the date did not move"]


def test_what_is_written_down_after_the_cap_counts_up_to_the_cap(calendar: Calendar) -> None:
    late = question("expired", datetime(2026, 12, 30, 6, tzinfo=UTC))
    assert promise(clock_view(), questions=[late]).stretches()[0].ended == CAP


def test_a_clock_that_stands_says_how_it_goes_on(calendar: Calendar) -> None:
    case = promise(
        clock_view(
            state="paused", paused_since=ASKED, pause_ends_at=CAP, due_at=datetime(2026, 12, 28, 11, 15, tzinfo=UTC)
        ),
        questions=[question(None, None)],
    )
    first, second, *_ = clock_story(case, NOW, calendar, public=True)
    assert first == "Day 3 of 14. The count is paused and goes on with 11 working days left"
    assert second.startswith("Without your answer it goes on by itself on Wednesday 9 December 2026")
    assert "Without an answer" in clock_story(case, NOW, calendar, public=False)[1]


def test_a_stay_says_its_last_day_and_not_the_midnight_after(calendar: Calendar) -> None:
    ends = datetime(2026, 12, 3, 21, tzinfo=UTC)  # midnight in Bahrain after Thursday
    stay = StayView(1, "before_court", "Law", ASKED, ends, None)
    case = promise(clock_view(state="paused", paused_since=ASKED, pause_ends_at=ends), stays=[stay])
    assert "after Thursday 3 December 2026" in clock_story(case, NOW, calendar, public=True)[1]


def test_a_stay_that_is_over_is_told_as_the_laws(calendar: Calendar) -> None:
    stay = StayView(1, "before_court", "Law", ASKED, CAP, ANSWERED)
    said = clock_story(promise(clock_view(due_at=LATER), stays=[stay]), NOW, calendar, public=True)
    assert said[1] == "It stood about 2 working days because the law did not allow an answer"


@pytest.mark.parametrize(
    ("met_at", "words"),
    [
        (NOW, "Answered on Tuesday 1 December 2026, day 7 of 14"),
        (LATER, "Answered on Monday 14 December 2026; it was due on Thursday 10 December 2026, close of business"),
    ],
)
def test_an_answered_case_says_when(calendar: Calendar, met_at: datetime, words: str) -> None:
    on_time = met_at <= DUE
    clock = clock_view(state="met" if on_time else "missed", met_at=met_at, on_time=on_time)
    assert clock_story(promise(clock), LATER, calendar, public=True) == [words]


def test_both_results_of_a_corrected_verdict_are_told(calendar: Calendar) -> None:
    clock = clock_view(state="met", met_at=LATER, on_time=True, corrected=True)
    said = clock_story(promise(clock), LATER, calendar, public=True)
    assert said[-1] == "The result was “answered late” at first; two persons corrected it to “on time”"
    other = clock_view(state="missed", met_at=NOW, on_time=False, corrected=True)
    assert "corrected it to “answered late”" in clock_story(promise(other), LATER, calendar, public=False)[-1]


def test_a_rejected_reply_is_owned_up_to(calendar: Calendar) -> None:
    reply = ReplyView(1, "done", "Received.", ASKED, None, ANSWERED, "No answer.", None)
    said = clock_story(promise(clock_view(), replies=[reply]), NOW, calendar, public=True)
    assert "the reply of Wednesday 25 November 2026 was no answer" in said[-1]


def test_a_second_count_tells_of_the_first(calendar: Calendar) -> None:
    first = clock_view(state="met", met_at=ASKED, on_time=True)
    case = promise(clock_view(cycle=2), earlier=[first], reopening=ReopeningView("Dark again.", ANSWERED))
    said = clock_story(case, NOW, calendar, public=True)
    assert said[-1].endswith("reopened on Sunday 29 November 2026; the first reply was on time")


def test_in_arabic_two_days_are_said_in_words(calendar: Calendar) -> None:
    case = promise(clock_view(due_at=LATER, pauses=1), questions=[question()])
    with i18n.use("ar"):
        assert clock_story(case, NOW, calendar, public=True)[1] == "توقف نحو يومي عمل بانتظار جوابك"


def test_a_closed_case_without_a_reply_tells_nothing_of_a_count(calendar: Calendar) -> None:
    assert clock_story(promise(clock_view(state="void")), NOW, calendar, public=True) == []


FIRST_DUE = datetime(2026, 12, 2, 11, 15, tzinfo=UTC)  # a Wednesday, the day after NOW


def first_answer(**changed: object) -> ClockView:
    return clock_view(kind="first_response", due_at=FIRST_DUE, target=8, **changed)


@pytest.mark.parametrize(
    ("first", "now", "to_citizen", "to_officer"),
    [
        (first_answer(), NOW, "2026: a question, a notice or the reply itself", "No pause moves this date"),
        (first_answer(), FIRST_DUE, "2026: a question, a notice or the reply itself", "No pause moves this date"),
        (first_answer(), LATER, "December 2026; it is late", "and is late: ask, or reply"),
        (first_answer(state="met", met_at=NOW, on_time=True), LATER, "1 December 2026, in time", "2026, in time"),
        (first_answer(state="missed", met_at=LATER, on_time=False), LATER, "which was late", "which was late"),
        (first_answer(state="missed", closed_at=LATER), LATER, "ended without one", "ended without one"),
    ],
)
def test_a_first_answer_that_was_promised_is_told_to_both(
    calendar: Calendar, first: ClockView, now: datetime, to_citizen: str, to_officer: str
) -> None:
    case = promise(clock_view(), first_response=first)
    said = [clock_story(case, now, calendar, public=public)[-1] for public in (True, False)]
    assert said[0].startswith("We promised you a first answer by Wednesday 2 December 2026")
    assert to_citizen in said[0]
    assert to_officer in said[1]


def test_a_first_answer_belongs_to_the_first_count(calendar: Calendar) -> None:
    gone = promise(clock_view(cycle=2), first_response=first_answer())
    ended = promise(clock_view(), first_response=first_answer(state="void"))
    for case in (gone, ended, promise(clock_view())):
        assert len(clock_story(case, NOW, calendar, public=False)) == 1
