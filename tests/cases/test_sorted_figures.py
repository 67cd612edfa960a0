"""The numbers about sorting: shares with what they are of, who sees which, and the cases behind each."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases import correction, queues, sorted_figures, sorted_fold, sorted_list, transfer, triage
from cases.queues import Turn
from cases.sorted_figures import CONDITIONS, Span, sunday_of
from cases.sorted_list import Under
from cases.tables import Case
from tawasul.core import clock


@pytest.fixture
async def lived(flow, sunday):
    """Of four routed to EWA one answered, one passed on, one corrected; one Arabic; two for people, one still there."""
    answered, passed = await flow.assigned(), await flow.assigned()
    corrected = await flow.assigned()
    await flow.replies(answered)
    await transfer.transfer(passed, "MOH", "Theirs", by=flow.nadia, rev=await flow.rev(passed))
    await correction.correct(corrected, "ewa-bill", by=flow.basim, rev=await flow.rev(corrected))
    await flow.assigned()
    await flow.waiting()
    placed = await flow.waiting()
    with clock.moved(sunday + timedelta(hours=2)):
        await triage.place(placed, "ewa-bill", by=flow.nadia, rev=await flow.rev(placed))
    return flow


async def test_precision_coverage_and_abstention_are_told_with_what_they_are_of(lived):
    shown = await sorted_figures.watch(lived.nadia, 30)
    total = shown.total
    assert (total.precision.part, total.precision.whole) == (2, 3)
    assert (total.coverage.part, total.coverage.whole) == (4, 6)
    assert (total.abstention.part, total.abstention.whole) == (2, 6)
    assert total.counts["recategorised"] == 1
    assert total.median_wait == "within_4h"
    assert total.certainty is not None
    assert total.certainty.low < 2 / 3 < total.certainty.high


async def test_languages_are_told_apart(lived, sure):
    case_id = await lived.files()
    await lived.sorts(case_id, replace(sure, language="ar"))
    shown = await sorted_figures.watch(lived.nadia, 7)
    assert {each.value: each.counts["sorted"] for each in shown.by_language} == {"en": 6, "ar": 1}


async def test_a_supervisor_sees_what_is_counted_under_the_agency_and_nothing_else(lived):
    shown = await sorted_figures.watch(lived.dana, 30)
    assert [each.value for each in shown.by_agency] == ["EWA"]
    assert shown.total.counts["sorted"] == 5  # what nobody has been given is for the national unit
    assert (await sorted_figures.watch(lived.samir, 30)).total.counts["sorted"] == 0
    assert (await sorted_figures.watch(lived.samir, 30, "EWA")).total.counts["sorted"] == 0


@pytest.mark.parametrize("figure", list(CONDITIONS))
@pytest.mark.parametrize("reader", ["nadia", "dana"])
@pytest.mark.parametrize("folded", [False, True])
async def test_every_number_is_confirmed_by_its_list(lived, figure, reader, folded):
    if folded:
        await sorted_fold.run()
    staff = lived.people[reader]
    shown = await sorted_figures.watch(staff, 30)
    found = await sorted_list.listed(staff, figure, Under(shown.span))
    assert found.total == len(found.rows) == shown.total.counts[figure]
    for each in shown.by_agency:
        under = await sorted_list.listed(staff, figure, Under(shown.span, agency=each.value or "none"))
        assert under.total == len(under.rows) == each.counts[figure]


async def test_what_was_passed_on_stays_in_the_list_without_its_text(lived):
    span = (await sorted_figures.watch(lived.dana, 30)).span
    (row,) = (await sorted_list.listed(lived.dana, "moved_away", Under(span))).rows
    assert (row.agency, row.excerpt) == ("MOH", "")


async def test_days_before_the_span_are_not_in_it(lived, sunday):
    with clock.moved(sunday + timedelta(days=7)):
        assert (await sorted_figures.watch(lived.nadia, 7)).total.counts["sorted"] == 0
        assert (await sorted_figures.watch(lived.nadia, 30)).total.counts["sorted"] == 6


async def test_weeks_begin_on_sunday_and_the_latest_is_last(lived):
    found = await sorted_figures.weeks(lived.nadia)
    assert len(found) == 13
    assert found[-1].span == Span(date(2026, 11, 22), date(2026, 11, 28))
    assert [week.figures.counts["sorted"] for week in found[-2:]] == [0, 6]
    assert found[0].figures.precision.hundredths is None


@pytest.mark.parametrize(("day", "sunday_before"), [(22, 22), (28, 22), (21, 15)])  # Sunday, Saturday, Saturday
def test_a_week_is_that_of_its_sunday(day, sunday_before):
    assert sunday_of(date(2026, 11, day)) == date(2026, 11, sunday_before)


async def test_a_list_is_turned_from_page_to_page_and_back_without_losing_a_case(flow, monkeypatch):
    for _ in range(5):
        await flow.assigned()
    monkeypatch.setattr(queues, "PAGE", 2)
    span, seen, turn = (await sorted_figures.watch(flow.nadia, 7)).span, [], Turn()
    while True:
        page = await sorted_list.listed(flow.nadia, "routed", Under(span), turn)
        seen.append([row.reference for row in page.rows])
        if page.following is None:
            break
        turn = Turn(page.following)
    newest_first = await Case.select(Case.reference).order_by(Case.id, ascending=False)
    assert [reference for rows in seen for reference in rows] == [row["reference"] for row in newest_first]
    back = await sorted_list.listed(flow.nadia, "routed", Under(span), Turn(page.preceding or "", backwards=True))
    assert [row.reference for row in back.rows] == seen[-2]


async def test_a_key_that_is_none_begins_at_the_first_page(lived):
    span = (await sorted_figures.watch(lived.nadia, 7)).span
    for key in ("x", "9" * 30, "2026-11-22T00:00:00+00:00~3"):
        assert (await sorted_list.listed(lived.nadia, "sorted", Under(span), Turn(key))).total == 6
