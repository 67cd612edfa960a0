"""The forecast page: numbers that link to their cases, past errors beside them, and alarms in words."""

import html
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from cases.forecast_tables import Alert, Forecast
from cases.tables import Case, Reply
from sla.tables import Clock
from tawasul.core import clock
from tests.cases.crowd import counted_anew

LINK = re.compile(r'href="(/board/forecast/cases\?[^"]+)"><bdi>([\d,]+)</bdi>')
NUMBERS = '{"due": 20, "late": 2, "open": 0, "until_lost": 3, "by_year": false, "year_due": 0, "year_late": 0}'


@pytest.fixture
async def busy(browser, amal, staff, sunday):
    """Twelve cases of one agency, with two replies a day at most; one case of nobody. Seen ten working days later."""
    references = [await amal.assigned(f"No power in block {number}") for number in range(12)]
    await amal.waiting("Never sorted")
    rows = await Case.select(Case.id).where(Case.reference.is_in(references[:2])).order_by(Case.id)
    for row in rows:
        await Clock.update({Clock.state: "met", Clock.met_at: sunday, Clock.on_time: True}).where(
            Clock.case_id == row["id"]
        )
        await Reply.insert(Reply(case=row["id"], outcome="done", text="Done.", by=staff["basim"], sent_at=sunday))
    await counted_anew([row["id"] for row in rows])
    with clock.moved(datetime(2026, 12, 8, 4, tzinfo=UTC)):
        yield


async def test_every_number_is_the_length_of_the_list_behind_it(busy, browser):
    page = await browser("nadia")
    links = LINK.findall((await page.opens("/board/forecast")).text)
    assert {number for _, number in links} == {"0", "1", "10"}
    for address, number in links:
        listed = (await page.opens(html.unescape(address))).text
        assert listed.count('<tr class="q">') == int(number), address


async def test_cases_that_wait_too_long_are_forecast_late_and_listed(busy, browser):
    page = await browser("dana")
    answer = await page.opens("/board/forecast")
    assert "Late replies are to be expected" in answer.text
    assert "No forecast" not in answer.text
    assert "Never sorted" not in (await page.opens("/board/forecast/cases?number=late")).text
    assert page.page.count('<tr class="q">') == 10


async def test_a_case_of_no_agency_stands_apart_without_a_forecast(busy, browser):
    answer = await (await browser("nadia")).opens("/board/forecast")
    assert "No forecast: too little to go by" in answer.text
    assert "Not given to an agency yet" in answer.text
    assert "1 row below has too little to go by" in answer.text


async def test_past_errors_stand_beside_the_forecast(busy, browser):
    day = date(2026, 12, 7)
    await Forecast.insert(
        Forecast(made_on=date(2026, 11, 30), agency="EWA", due_on=day, days_ahead=5, due=9, late=4, came_late=0)
    )
    answer = await (await browser("dana")).opens("/board/forecast")
    assert "Forecast 4, came 0" in answer.text
    assert "4 too many" in answer.text
    assert "No data" in answer.text


async def test_the_method_is_explained_in_the_readers_language(busy, browser):
    page = await browser("dana")
    assert "last 20 working days that have closed" in (await page.opens("/board/forecast")).text
    answer = await page.opens("/board/forecast?lang=ar")
    assert "كيف يُحسب هذا" in answer.text
    assert "يُتوقع فيها ردود متأخرة" in answer.text


async def test_the_table_can_be_taken_along(busy, browser):
    page = await browser("nadia")
    assert 'href="/board/forecast/sheet"' in (await page.opens("/board/forecast")).text
    answer = await page.opens("/board/forecast/sheet")
    assert answer.headers["content-type"].startswith("text/csv")
    lines = answer.text.lstrip("\ufeff").splitlines()
    assert lines[0].startswith("Agency,Open,Overdue now,Due in 5 days,Due in 10 days,Forecast late,At least,At most")
    assert lines[1].startswith("Electricity and Water Authority,10,0,")
    assert lines[2].startswith("Not given to an agency yet,1,0,")
    assert lines[2].endswith(",,,,,,")


async def test_with_nothing_open_there_is_nothing_to_forecast(browser):
    answer = await (await browser("nadia")).opens("/board/forecast")
    assert "No case is open." in answer.text


async def test_another_number_is_not_there(browser):
    assert (await (await browser("nadia")).opens("/board/forecast/cases?number=nonsense")).status_code == 404


@pytest.mark.parametrize("path", ["/board/forecast", "/board/forecast/cases", "/board/forecast/sheet"])
async def test_officers_and_visitors_do_not_see_it(browser, path):
    assert (await (await browser("basim")).opens(path)).status_code == 403
    assert (await (await browser()).opens(path)).status_code == 303


async def test_the_board_leads_to_the_forecast(browser):
    assert 'href="/board/forecast"' in (await (await browser("dana")).opens("/board")).text


async def alarm(kind: str, agency: str, day: date) -> None:
    row = Alert(kind=kind, agency=agency, day=day, moment="close", data=NUMBERS, at=clock.now() - timedelta(hours=1))
    await Alert.insert(row)


async def test_the_board_shows_the_alarms_that_stand_in_words(browser, sunday):
    for kind in ("page", "ticket"):
        await alarm(kind, "EWA", date(2026, 11, 19))
    await alarm("leading", "MOH", date(2026, 11, 22))
    answer = await (await browser("dana")).opens("/board")
    assert "Electricity and Water Authority: many late replies at the last close of business" in answer.text
    assert "Of the replies due on Thursday 19 November 2026, 2 were late (due: 20)." in answer.text
    assert "With 3 more late replies the quarter is below its target." in answer.text
    assert "Raised" in answer.text
    assert "Ministry of Health" not in answer.text


async def test_more_than_three_alarms_are_folded_away(browser, sunday):
    for agency in ("EWA", "MOH", "MOW", "MMA", ""):
        await alarm("page", agency, date(2026, 11, 19))
    answer = await (await browser("nadia")).opens("/board?lang=ar")
    assert "إنذاران آخران" in answer.text
    panel = answer.text[answer.text.index('id="alerts-head"') :]
    assert panel.index("جميع الجهات") < panel.index("هيئة الكهرباء والماء")


async def test_without_alarms_there_is_no_panel(browser):
    assert "Alarms" not in (await (await browser("nadia")).opens("/board")).text
