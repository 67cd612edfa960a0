"""What happens on desks, case by case."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sla.calendar import Calendar
from tawasul.core.i18n import ZONE
from tawasul.simulation.fates import Fate
from tawasul.simulation.scenario import Habits
from tawasul.simulation.world import Desk, Happening, World

SUNDAY = datetime(2026, 4, 5, 9, tzinfo=ZONE)
UNTIL = SUNDAY + timedelta(days=40)
ALWAYS_THERE: frozenset[date] = frozenset()
PLAIN = Fate(
    number=0,
    received_at=SUNDAY,
    agency="EWA",
    first_agency="EWA",
    by_hand=False,
    void=False,
    effort=timedelta(minutes=60),
    field_days=0,
    asks=False,
    silence=None,
    reopens_after=None,
)
FULL = Habits(productive=1.0)


def lived(
    calendar: Calendar, *fates: Fate, away: frozenset[date] = ALWAYS_THERE, habits: Habits = FULL
) -> list[Happening]:
    """Everything that happens to these cases at two agencies with one officer each; later numbers are due earlier."""
    desks = {code: Desk((away,)) for code in ("EWA", "MOH")}
    world, found = World(fates, desks, calendar, habits, UNTIL), list[Happening]()
    while (happening := world.next()) is not None:
        world.promised(happening.number, UNTIL - timedelta(hours=happening.number))
        found.append(happening)
    return found


def told(found: list[Happening], number: int = 0) -> list[tuple[str, str, str]]:
    return [(f"{one.at.astimezone(ZONE):%d %H:%M}", one.kind, one.agency) for one in found if one.number == number]


def test_a_case_is_taken_at_once_and_answered_after_its_work(calendar: Calendar) -> None:
    assert told(lived(calendar, PLAIN)) == [
        ("05 09:00", "filed", "EWA"),
        ("05 09:00", "taken", "EWA"),
        ("05 10:00", "replied", "EWA"),
    ]


def test_what_comes_at_night_waits_for_the_opening(calendar: Calendar) -> None:
    late = replace(PLAIN, received_at=SUNDAY + timedelta(hours=12))
    assert told(lived(calendar, late))[1:] == [("06 07:00", "taken", "EWA"), ("06 08:00", "replied", "EWA")]


def test_work_goes_on_the_next_day(calendar: Calendar) -> None:
    long = replace(PLAIN, effort=timedelta(hours=6))
    assert told(lived(calendar, long))[-1] == ("06 07:45", "replied", "EWA")


def test_what_is_due_first_is_taken_first(calendar: Calendar) -> None:
    cases = [replace(PLAIN, number=number, received_at=SUNDAY - timedelta(days=2)) for number in range(3)]
    taken = [one.number for one in lived(calendar, *cases) if one.kind == "taken"]
    assert taken == [2, 1, 0]


def test_nobody_works_on_leave(calendar: Calendar) -> None:
    found = told(lived(calendar, PLAIN, away=frozenset({SUNDAY.date(), date(2026, 4, 6)})))
    assert found[1:] == [("07 07:00", "taken", "EWA"), ("07 08:00", "replied", "EWA")]


def test_a_stray_case_is_passed_on_and_answered_where_it_belongs(calendar: Calendar) -> None:
    assert told(lived(calendar, replace(PLAIN, first_agency="MOH"))) == [
        ("05 09:00", "filed", "MOH"),
        ("05 09:00", "taken", "MOH"),
        ("05 09:15", "passed_on", "MOH"),
        ("05 09:15", "taken", "EWA"),
        ("05 10:15", "replied", "EWA"),
    ]


def test_a_question_waits_for_its_answer(calendar: Calendar) -> None:
    found = told(lived(calendar, replace(PLAIN, asks=True, silence=timedelta(days=1))))
    assert [kind for _, kind, _ in found] == ["filed", "taken", "asked", "told", "taken", "replied"]
    assert found[3][0] == "06 09:20"


def test_a_silent_citizen_lets_the_case_wait_for_ten_working_days(calendar: Calendar) -> None:
    found = told(lived(calendar, replace(PLAIN, asks=True)))
    assert [kind for _, kind, _ in found] == ["filed", "taken", "asked", "taken", "replied"]
    assert found[3][0] == "20 07:00"  # asked on the 5th; the tenth working day is Sunday the 19th


def test_nothing_is_asked_once_the_date_is_near(calendar: Calendar) -> None:
    asking = replace(PLAIN, asks=True, received_at=UNTIL - timedelta(minutes=30))
    world = World([asking], {"EWA": Desk((ALWAYS_THERE,))}, calendar, FULL, UNTIL)
    assert world.next() is not None
    world.promised(0, UNTIL - timedelta(minutes=20))
    assert [one.kind for one in iter(world.next, None)] in ([], ["taken"])


def test_somebody_has_to_go_there_first(calendar: Calendar) -> None:
    found = told(lived(calendar, replace(PLAIN, field_days=3)))
    assert found[2:] == [("08 07:00", "taken", "EWA"), ("08 08:00", "replied", "EWA")]


def test_spam_is_closed_by_hand(calendar: Calendar) -> None:
    found = told(lived(calendar, replace(PLAIN, by_hand=True, void=True)))
    assert [kind for _, kind, _ in found] == ["filed", "voided"]


def test_a_reopened_case_is_answered_again_with_half_the_work(calendar: Calendar) -> None:
    found = told(lived(calendar, replace(PLAIN, reopens_after=timedelta(days=1))))
    assert found[3:] == [("06 10:00", "reopened", "EWA"), ("06 10:00", "taken", "EWA"), ("06 10:30", "replied", "EWA")]


def test_routing_takes_working_days_before_anybody_sees_the_case(calendar: Calendar) -> None:
    found = told(lived(calendar, PLAIN, habits=replace(FULL, routing_days=2)))
    assert found[1] == ("07 07:00", "taken", "EWA")


def test_half_the_day_for_this_work_takes_twice_as_long(calendar: Calendar) -> None:
    assert told(lived(calendar, PLAIN, habits=replace(FULL, productive=0.5)))[-1][0] == "05 11:00"
