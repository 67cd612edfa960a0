"""Corrected verdicts on the board: both results, in a table and as a file that runs nothing."""

from datetime import UTC, datetime

import pytest

from cases import reply
from cases.reply import ReplyDraft
from sla import verdicts
from sla.views import final_replies
from tawasul.accounts import views
from tawasul.core import clock, db
from tawasul.core.actor import Actor

NOW = datetime(2026, 12, 13, 6, tzinfo=UTC)
ACTOR = Actor("staff", staff_id=1, role="national_supervisor", agency=None, name="nadia")
REASON = "=HYPERLINK(1)<b>"


@pytest.fixture
async def corrected(amal, staff):
    """One late reply, whose verdict two persons turned for a reason that spreadsheets would run."""
    reference = await amal.assigned()
    with clock.moved(NOW):
        basim = (await views.by_ids([staff["basim"]]))[staff["basim"]]
        [case] = await db.fetch('SELECT id, rev FROM "case_"')
        await reply.send_reply(case["id"], ReplyDraft(outcome="done", text="Mended."), by=basim, rev=case["rev"])
        async with db.transaction():
            promise = (await final_replies([case["id"]]))[case["id"]]
            await verdicts.correct(promise.id, True, actor=ACTOR, reason=REASON)
        yield reference


async def test_both_verdicts_are_on_the_board(corrected, browser):
    board = (await (await browser("dana")).opens("/board")).text
    table = board.partition('id="corrected-head"')[2]
    assert f'href="/desk/cases/{corrected}"' in table
    assert table.index('data-l="First verdict">Late') < table.index('data-l="Verdict now">On time')
    assert "=HYPERLINK(1)&lt;b&gt;" in table


async def test_the_number_leads_to_the_same_cases(corrected, browser):
    answer = await (await browser("dana")).opens("/board/cases?figure=corrected")
    assert answer.text.count('<tr class="q">') == 1


async def test_a_reason_is_no_formula_in_the_file(corrected, browser):
    answer = await (await browser("dana")).opens("/board/sheet/corrections")
    assert "Late,On time,'=HYPERLINK(1)<b>,2026-12-13" in answer.text


async def test_without_corrections_there_is_no_table(browser, amal):
    await amal.assigned()
    assert "corrected-head" not in (await (await browser("dana")).opens("/board")).text
