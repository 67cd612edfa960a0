"""The reference data of promises: what is known, what is estimated, and that an operator's word stays."""

from datetime import UTC, date, datetime, timedelta

from sla import calendars, seed
from sla.deadline import Promise, due_at
from sla.tables import CalendarRevision, Holiday, PolicyVersion
from tawasul.core.actor import system
from tawasul.core.db import transaction

DAYS = [seed.holiday(row) for row in seed.seeding.read_rows(seed._DATA / "holidays.csv")]
OPERATOR = system("operator")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+03:00").astimezone(UTC)


async def test_loading_twice_changes_nothing(database):
    assert await seed.load() == 0
    assert await CalendarRevision.count() == 1


async def test_the_national_week_is_the_36_hour_regime(database):
    calendar = await calendars.national()
    assert calendar.close_of(date(2026, 11, 25)) == at("2026-11-25T14:15")
    assert calendar.close_of(date(2026, 11, 26)) == at("2026-11-26T14:00")
    assert calendar.opening_of(date(2026, 3, 1)) == at("2026-03-01T08:00")
    assert not calendar.is_working(date(2026, 11, 27))
    assert calendar.horizon_end == date(2028, 12, 31)


async def test_a_citizen_over_national_day_is_promised_the_right_date(database):
    calendar = await calendars.national()
    due = due_at(Promise(14), at("2026-11-30T09:00"), calendar)
    assert due == at("2026-12-22T14:15"), "16 and 17 December are closed"


async def test_an_operators_holiday_survives_a_reload(database):
    await Holiday.update({"status": "confirmed", "source_ref": "Circular 12/2027"}).where(
        Holiday.date == date(2027, 3, 10)
    )
    await PolicyVersion.update({"valid_to": date(2027, 1, 1)}).where(PolicyVersion.kind == "inquiry")
    assert await seed.load() == 0
    kept = await Holiday.select().where(Holiday.date == date(2027, 3, 10)).first()
    assert (kept["status"], kept["source_ref"]) == ("confirmed", "Circular 12/2027")


async def test_an_untouched_row_follows_the_seed_and_makes_a_new_revision(database):
    old = {"name_en": "Eid", "name_ar": "عيد", "status": "estimated", "in_lieu_of": None, "source_ref": "an older seed"}
    day = date(2027, 3, 10)
    hashed = seed.seeding.seed_hash({"date": day, **old})
    await Holiday.update({**old, "seed_hash": hashed}).where(Holiday.date == day)
    await Holiday.delete().where(Holiday.date == date(2028, 12, 18))
    async with transaction():
        await calendars.revise("BH", actor=OPERATOR)
    assert (await calendars.national()).is_working(date(2028, 12, 18))
    assert await seed.load() == 2
    assert not (await calendars.national()).is_working(date(2028, 12, 18))
    assert await CalendarRevision.count() == 3


def test_2027_and_2028_are_estimates_and_every_holiday_has_both_names_and_a_source():
    assert {row["status"] for row in DAYS if row["date"].year >= 2027} == {"estimated"}
    assert {row["status"] for row in DAYS} == {"estimated", "announced", "confirmed"}
    assert all(row["name_en"] and row["name_ar"] and row["source_ref"] for row in DAYS)
    assert len({row["date"] for row in DAYS}) == len(DAYS)


def test_every_holiday_on_a_weekend_has_its_day_in_lieu_on_the_next_free_working_day():
    taken = {row["date"] for row in DAYS if row["in_lieu_of"] is None}
    expected = {}
    for day in sorted(day for day in taken if day.weekday() in (4, 5)):
        instead = day
        while instead in taken or instead.weekday() in (4, 5):
            instead += timedelta(days=1)
        taken.add(instead)
        expected[instead] = day
    assert {row["date"]: row["in_lieu_of"] for row in DAYS if row["in_lieu_of"]} == expected


def test_the_citizen_is_promised_fourteen_working_days_whatever_the_kind():
    final = [policy for policy in seed.policies() if policy.clock == "final_reply"]
    assert {policy.kind: policy.target for policy in final} == {"complaint": 14, "suggestion": 14, "inquiry": 14}
