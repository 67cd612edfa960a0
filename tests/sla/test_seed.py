"""The reference data of promises: what is known, what is estimated, and that an operator's word stays."""

import json
from datetime import UTC, date, datetime, timedelta

from sla import calendars, seed
from sla.deadline import Promise, due_at
from sla.tables import CalendarRevision, Holiday, PolicyVersion, Proposal
from tawasul.core import clock
from tawasul.core.actor import system
from tawasul.core.db import transaction
from tests.sla.circulars import promise, start

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


async def proposed() -> list[tuple[str, str, str, str]]:
    rows = await Proposal.select().where(Proposal.subject == "calendar", Proposal.code == "BH").order_by(Proposal.id)
    changes = [json.loads(row["change"]) for row in rows]
    return [(change["first"], change["last"], change["status"], change["name_en"]) for change in changes]


async def without(*days: date) -> None:
    """The calendar of an earlier seed, which did not know these days."""
    await Holiday.delete().where(Holiday.date.is_in(list(days)))
    async with transaction():
        await calendars.revise("BH", actor=OPERATOR)


async def test_a_day_that_a_later_seed_brings_is_proposed_and_moves_nothing_by_itself(database):
    await without(date(2026, 12, 16), date(2026, 12, 17), date(2028, 12, 18))
    before, received = await calendars.latest("BH"), at("2026-11-30T09:00")
    await start(received=received)
    due = (await promise()).due_at
    with clock.moved(at("2026-12-01T09:00")):
        assert await seed.load() == 2
    assert await calendars.latest("BH") == before
    assert await Holiday.count().where(Holiday.date == date(2026, 12, 16)) == 0
    assert (await promise()).due_at == due
    assert [said[:3] for said in await proposed()] == [
        ("2026-12-16", "2026-12-17", "estimated"),
        ("2028-12-18", "2028-12-18", "estimated"),
    ]
    row = await Proposal.select().order_by(Proposal.id).first()
    assert (row["state"], row["proposed_by"], row["base"]) == ("proposed", "system:seed", before.digest)
    assert json.loads(row["effect"])["moved"] == 1


async def test_it_is_proposed_once_whatever_becomes_of_it(database):
    await without(date(2026, 12, 16))
    assert await seed.load() == 1
    assert await seed.load() == 0
    await Proposal.update({Proposal.state: "refused", Proposal.proposed_by: "staff:1"}).where(Proposal.code == "BH")
    assert await seed.load() == 0
    assert len(await proposed()) == 1


async def test_an_untouched_day_that_the_seed_has_otherwise_is_proposed_too(database):
    old = {"name_en": "Eid", "name_ar": "عيد", "status": "estimated", "in_lieu_of": None, "source_ref": "an older seed"}
    day = date(2027, 3, 10)
    hashed = seed.seeding.seed_hash({"date": day, **old})
    await Holiday.update({**old, "seed_hash": hashed}).where(Holiday.date == day)
    assert await seed.load() == 1
    assert await proposed() == [("2027-03-10", "2027-03-10", "estimated", "Eid al-Fitr")]
    assert (await Holiday.select().where(Holiday.date == day).first())["name_en"] == "Eid"
    assert await CalendarRevision.count() == 1


async def test_a_day_beyond_the_calendar_waits_until_it_is_reached(database):
    await without(date(2028, 12, 18))
    spec = (await calendars.latest("BH")).spec
    async with transaction():
        shorter = {**spec, "horizon": {**spec["horizon"], "last": "2028-11-30"}}
        await calendars.revise("BH", actor=OPERATOR, layout=shorter)
    assert await seed.load() == 0
    async with transaction():
        await calendars.revise("BH", actor=OPERATOR, layout=spec)
    assert await seed.load() == 1


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
