"""Corrected verdicts on the board: both results, in a table and as a file that runs nothing."""

from datetime import UTC, datetime

import pytest

from cases import corrected as corrected_ones
from cases import corrections, reply
from cases.reply import ReplyDraft
from tawasul.accounts import views
from tawasul.accounts.tables import Staff
from tawasul.core import clock, db

NOW = datetime(2026, 12, 13, 6, tzinfo=UTC)
REASON = "=HYPERLINK(1)<b>"


async def more_people() -> list[int]:
    """A head and an arbiter besides, by number."""
    said = [("huda", "head", "EWA"), ("adel", "arbiter", None)]
    made = await Staff.insert(
        *(
            Staff(
                username=name,
                name_en=name.title(),
                name_ar=name,
                role=role,
                agency=agency,
                password_hash="none",
                created_at=clock.now(),
            )
            for name, role, agency in said
        )
    ).returning(Staff.id)
    return [row["id"] for row in made]


@pytest.fixture
async def corrected(amal, staff):
    """One late reply, whose verdict two persons turned for a reason that spreadsheets would run."""
    reference = await amal.assigned()
    with clock.moved(NOW):
        basim = (await views.by_ids([staff["basim"]]))[staff["basim"]]
        [case] = await db.fetch('SELECT id, rev FROM "case_"')
        await reply.send_reply(case["id"], ReplyDraft(outcome="done", text="Mended."), by=basim, rev=case["rev"])
        people = await views.by_ids(await more_people())
        head, arbiter = sorted(people.values(), key=lambda person: person.role, reverse=True)
        number = await corrections.propose(case["id"], by=head, reason=REASON, was=False)
        await corrections.approve(number, by=arbiter, rev=1)
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


async def test_where_the_page_shows_only_the_latest_it_says_so_and_the_file_has_all(corrected, browser, monkeypatch):
    monkeypatch.setattr(corrected_ones, "MOST", 1)
    assert "of 2. The file" not in (await (await browser("dana")).opens("/board")).text
    rows = await Staff.select(*views.COLUMNS).where(Staff.role.is_in(["head", "arbiter"])).order_by(Staff.role)
    arbiter, head = [views.view(row) for row in rows]
    [case] = await db.fetch('SELECT id FROM "case_"')
    number = await corrections.propose(case["id"], by=head, reason="Once more.", was=True)
    await corrections.approve(number, by=arbiter, rev=1)
    dana = await browser("dana")
    assert "The latest 1 of 2. The file holds all of them." in (await dana.opens("/board")).text
    saved = (await dana.opens("/board/sheet/corrections")).text
    assert saved.index("Once more.") < saved.index("HYPERLINK")
