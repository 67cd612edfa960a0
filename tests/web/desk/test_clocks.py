"""Clocks in trouble, as those see them who mend them."""

from datetime import timedelta

from cases import clock_audit, watch
from cases.trouble_tables import SetAside
from sla import sweep
from sla.tables import Clock
from tawasul.core import clock
from tawasul.core.db import count_statements, fetch


async def poison(reference: str) -> None:
    """The ticker comes to this case's clock and fails, twice."""
    ids = 'SELECT k.id FROM clock k JOIN "case_" c ON c.id = k.case_id AND c.reference = {}'
    await fetch(f"UPDATE clock SET next_step = 'nonsense' WHERE id IN ({ids}) AND kind = 'final_reply'", reference)
    for minutes in (0, 1):
        with clock.moved(clock.now() + timedelta(days=30, minutes=minutes)):
            await sweep.run(watch.apply)


async def test_a_clock_that_failed_is_shown_with_its_error_and_its_case(browser, amal):
    broken, noise = await amal.waiting(), await amal.waiting()
    await poison(broken)
    page = await browser("nadia")
    await page.opens("/desk/clocks")
    assert f'href="/desk/cases/{broken}"' in page.page
    assert noise not in page.page
    assert "ValueError" in page.page
    assert "1 clock failed and is tried again later." in page.page


async def test_an_administrator_reads_no_case_and_gets_no_link(browser, amal):
    broken = await amal.waiting()
    await poison(broken)
    page = await browser("root")
    await page.opens("/desk/clocks")
    assert "ValueError" in page.page
    assert f'href="/desk/cases/{broken}"' not in page.page


async def test_what_the_audit_found_is_shown_with_both_values(browser, amal):
    broken = await amal.waiting()
    await Clock.update({Clock.target: 99}, force=True)
    await clock_audit.run()
    page = await browser("nadia")
    await page.opens("/desk/clocks")
    assert f'href="/desk/cases/{broken}"' in page.page
    assert "The clock is not what its history makes of it." in page.page
    assert "target = 99" in page.page
    assert "target = 14" in page.page


async def test_the_page_of_jobs_has_a_line_on_the_last_audit(browser, amal):
    await amal.waiting()
    page = await browser("root")
    assert "have not been audited yet" in (await page.opens("/desk/jobs")).text
    await clock_audit.run()
    assert "found every clock as it should be" in (await page.opens("/desk/jobs")).text
    await Clock.update({Clock.target: 99}, force=True)
    await clock_audit.run()
    assert "found 1 thing that is wrong" in (await page.opens("/desk/jobs")).text


async def test_a_late_ticker_and_an_ending_calendar_are_said(browser, amal):
    await amal.waiting()
    await fetch('UPDATE "calendar_revision" SET "horizon_end" = {}', (clock.now() + timedelta(days=364)).date())
    await Clock.update({Clock.next_event_at: clock.now() - timedelta(minutes=6)}, force=True)
    page = await browser("root")
    await page.opens("/desk/clocks")
    assert "a step has been due for 6 minutes" in page.page
    assert "The calendar BH ends on" in page.page


async def test_without_trouble_the_page_says_so_and_is_not_for_officers(browser, amal):
    assert "No clock is in trouble" in (await (await browser("root")).opens("/desk/clocks")).text
    assert (await (await browser("basim")).opens("/desk/clocks")).status_code == 403


async def test_ten_failed_clocks_cost_as_many_statements_as_one(browser, amal):
    costs = []
    page = await browser("nadia")
    for more in (1, 9):
        for _ in range(more):
            await amal.waiting()
        await fetch("UPDATE clock SET attempts = 1")
        with count_statements() as counted:
            await page.opens("/desk/clocks")
        costs.append(len(counted))
    assert costs[0] == costs[1]


async def test_a_case_that_could_not_be_closed_is_shown_with_its_error(browser, amal):
    broken, noise = await amal.waiting(), await amal.waiting()
    ids = await fetch('SELECT id FROM "case_" WHERE reference = {}', broken)
    now = clock.now()
    await SetAside.insert(SetAside(case=ids[0]["id"], error="ValueError", since=now, again_at=now))
    page = await browser("nadia")
    await page.opens("/desk/clocks")
    assert "Cases that could not be closed" in page.page
    assert "1 case could not be closed and is tried again later." in (await page.opens("/desk/jobs")).text
    await page.opens("/desk/clocks")
    assert f'href="/desk/cases/{broken}"' in page.page
    assert "ValueError" in page.page
    assert noise not in page.page
