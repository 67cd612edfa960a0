"""What the program sorted is counted by what people did with it, and the sums always hold what the cases say."""

from collections import Counter
from dataclasses import asdict
from datetime import timedelta

import pytest

from cases import closure, correction, sorted_figures, sorted_fold, transfer, triage
from cases.piccolo_migrations import cases_0053_sorted_category_sums
from cases.sorted_counting import sorted_of
from cases.sorted_fate import COUNTERS, FATES, LONGER, WAITS, counters_of, key_of
from cases.sorted_tables import SortedCase, SortedCategory, SortedCount
from tawasul.core import clock
from tawasul.core.db import fetch

_SUMS = ", ".join(f'SUM("{name}") AS "{name}"' for name in COUNTERS)


async def sums() -> dict[str, int]:
    """Every counter, over everything."""
    rows = await fetch(f'SELECT {_SUMS} FROM "sorted_count"')
    return {name: int(n or 0) for name, n in rows[0].items()}


async def taken_for() -> dict[str, int]:
    """How many texts were taken for what, by the sums."""
    rows = await fetch('SELECT "category", SUM("n") AS n FROM "sorted_category" GROUP BY 1')
    return {row["category"]: int(row["n"]) for row in rows}


async def kept(case_id: int) -> dict:
    row = await SortedCase.select().where(SortedCase.case == case_id).first()
    assert row is not None
    return row


async def judgement(case_id: int) -> tuple[bool, bool, bool]:
    row = await kept(case_id)
    return row["judged"], row["stayed"], row["recategorised"]


async def test_a_routed_case_is_not_judged_before_a_person_worked_with_it(flow):
    case_id = await flow.assigned()
    row = await kept(case_id)
    assert (row["fate"], row["first"], row["agency"], row["language"]) == ("routed", "EWA", "EWA", "en")
    assert await judgement(case_id) == (False, False, False)
    assert await sums() == dict.fromkeys(COUNTERS, 0) | {"n": 1, "routed": 1, "sure": 1}


async def test_a_reply_confirms_the_agency(flow):
    case_id = await flow.assigned()
    await flow.replies(case_id)
    assert await judgement(case_id) == (True, True, False)


async def test_a_question_to_the_citizen_confirms_it_and_stays_when_work_goes_on(flow):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    assert await judgement(case_id) == (True, True, False)


async def test_passing_a_case_on_counts_against_the_program(flow):
    case_id = await flow.assigned()
    await transfer.transfer(case_id, "MOH", "A clinic's generator", by=flow.nadia, rev=await flow.rev(case_id))
    assert await judgement(case_id) == (True, False, False)
    assert (await kept(case_id))["agency"] == "EWA"  # it stays in the numbers of the agency it was sent to


async def test_another_service_of_the_same_agency_is_a_correction_and_no_wrong_agency(flow):
    case_id = await flow.assigned()
    await correction.correct(case_id, "ewa-bill", by=flow.basim, rev=await flow.rev(case_id))
    assert await judgement(case_id) == (True, True, True)


@pytest.mark.parametrize(
    ("reason", "stayed"), [("void_spam", False), ("outside_government", False), ("duplicate", True)]
)
async def test_what_was_nothing_to_sort_counts_against_the_program_and_a_duplicate_does_not(flow, reason, stayed):
    case_id, other = await flow.assigned(), (await flow.case(await flow.assigned()))["reference"]
    closing = closure.Closing(reason, duplicate_of=other)
    await closure.close(case_id, closing, by=flow.nadia, rev=await flow.rev(case_id))
    assert await judgement(case_id) == (True, stayed, False)


async def test_the_wait_in_triage_is_kept_until_people_sorted_it(flow, sunday):
    case_id = await flow.waiting()
    assert (await kept(case_id))["waited"] == ""
    with clock.moved(sunday + timedelta(hours=3)):
        await triage.place(case_id, "ewa-bill", by=flow.nadia, rev=await flow.rev(case_id))
    row = await kept(case_id)
    assert (row["fate"], row["waited"], row["agency"]) == ("unsure", "within_4h", "EWA")
    with clock.moved(sunday + timedelta(days=9)):
        await flow.replies(case_id)
    assert (await kept(case_id))["waited"] == "within_4h"


async def test_what_goes_by_the_citizens_choice_is_told_apart(flow, unsure):
    case_id = await flow.files(category="ewa-bill")
    await flow.sorts(case_id, unsure)
    assert (await kept(case_id))["fate"] == "chosen"


async def lives(flow) -> None:
    """A day with something of everything."""
    for _ in range(3):
        await flow.assigned()
    answered, passed = await flow.assigned(), await flow.assigned()
    await flow.replies(answered)
    await transfer.transfer(passed, "MOH", "Theirs", by=flow.nadia, rev=await flow.rev(passed))
    await correction.correct(await flow.assigned(), "ewa-bill", by=flow.basim, rev=2)
    await triage.place(await flow.waiting(), "ewa-bill", by=flow.nadia, rev=2)
    await flow.waiting()


async def counted_anew() -> dict[str, int]:
    """Every counter, from the cases themselves."""
    rows = await SortedCase.select()
    fates = {fate: sum(row["fate"] == fate for row in rows) for fate in FATES}
    flags = {name: sum(row[name] for row in rows) for name in ("sure", "judged", "stayed", "recategorised")}
    waits = {name: sum(row["waited"] == name for row in rows) for name in (*WAITS, LONGER)}
    return {"n": len(rows), **fates, **flags, **waits}


async def test_the_sums_hold_what_the_cases_say_before_and_after_folding(flow):
    await lives(flow)
    expected, categories = await counted_anew(), Counter(row["category"] for row in await SortedCase.select())
    assert expected["judged"] == 3
    assert await sums() == expected
    assert await taken_for() == categories
    assert await sorted_fold.run() > 0
    assert await sums() == expected
    assert await taken_for() == categories
    assert await sorted_fold.run() == 0


async def test_what_is_long_past_is_kept_by_months_and_loses_nothing(flow, sunday):
    await lives(flow)
    expected = await sums()
    with clock.moved(sunday + timedelta(days=400)):
        await sorted_fold.run()
        assert await sums() == expected
        days = await fetch('SELECT DISTINCT "day", "category" FROM "sorted_count"')
        assert [(row["day"].day, row["category"]) for row in days] == [(1, "")]
        assert await taken_for() == {}
        assert await sorted_fold.run() == 0


async def test_a_late_judgement_joins_its_month(flow, sunday):
    late = await flow.assigned()
    await lives(flow)
    with clock.moved(sunday + timedelta(days=400)):
        await sorted_fold.run()
        await flow.replies(late)
        expected = await counted_anew()
        assert await sums() == expected
        await sorted_fold.run()
        assert await sums() == expected
        assert {row["day"].day for row in await fetch('SELECT "day" FROM "sorted_count"')} == {1}


async def test_an_earlier_database_keeps_its_numbers(flow):
    """Before, categories were counted beside the rest, and the sums were by category too."""
    await lives(flow)
    expected, categories, before = await sums(), await taken_for(), await sorted_figures.in_all()
    for table in (SortedCount, SortedCategory):
        await table.delete(force=True)
    for row in await SortedCase.select():
        counters = [name for name in counters_of(sorted_of(row)) if name not in FATES]
        counted = {**asdict(key_of(sorted_of(row))), **dict.fromkeys(counters, 1)}
        await SortedCount.insert(SortedCount(**counted, fate=row["fate"], category=row["category"]))
    assert (await sorted_figures.in_all()) == before
    await fetch(cases_0053_sorted_category_sums.ANEW)
    assert await sorted_fold.run() > 0
    assert (await sums(), await taken_for()) == (expected, categories)
    assert await sorted_figures.in_all() == before
    assert await sorted_fold.run() == 0
