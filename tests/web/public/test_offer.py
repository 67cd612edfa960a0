"""The citizen's second step: what the text seems to be about, to confirm or change, and what is asked besides."""

import json
import re

import pytest

from cases import sorting, suggestion
from cases.tables import Case
from tawasul.core.db import fetch
from tests.cases.conftest import SURE, UNSURE
from tests.web.citizen import TEXT, Visitor


async def read(said) -> None:
    for row in await fetch('SELECT "args" FROM "outbox_message" WHERE "job" = {}', suggestion.SUGGEST):
        await sorting.suggest(*json.loads(row["args"]), lambda text, governorate: said)


async def told(visitor: Visitor, said=None, text: str = TEXT) -> None:
    """The visitor wrote what happened, and the sorter has read it."""
    await visitor.opens("/file?lang=en")
    await visitor.sends("/file", text=text, kind="complaint")
    if said:
        await read(said)
    await visitor.opens("/file/where")


def checked(visitor: Visitor) -> list[str]:
    return re.findall(r'name="category" value="([^"]*)"[^>]* checked', visitor.page)


async def test_nothing_waits_for_the_sorter(visitor: Visitor) -> None:
    await told(visitor)
    assert 'hx-get="/file/offer?look=1"' in visitor.page
    assert 'name="governorate"' in visitor.page


async def test_a_sure_one_is_chosen_already_and_can_be_changed(visitor: Visitor) -> None:
    await told(visitor, SURE)
    assert "We think this is for:" in visitor.page
    assert checked(visitor) == ["ewa-power-outage"]
    assert "Not right?" in visitor.page


async def test_an_unsure_one_is_only_offered(visitor: Visitor) -> None:
    await told(visitor, UNSURE)
    assert checked(visitor) == [""]
    assert 'value="ewa-power-outage"' in visitor.page


async def test_the_page_stops_asking_after_a_while(visitor: Visitor) -> None:
    await told(visitor)
    await visitor.opens("/file/offer?look=3")
    assert 'hx-get="/file/offer?look=4"' in visitor.page
    for look in ("8", "99", "x", "-1", "1" * 50):
        await visitor.opens(f"/file/offer?look={look}")
        assert "hx-get" not in visitor.page


async def test_the_answer_comes_into_the_page(visitor: Visitor) -> None:
    await told(visitor)
    await read(SURE)
    await visitor.opens("/file/offer?look=1")
    assert checked(visitor) == ["ewa-power-outage"]
    assert "hx-get" not in visitor.page


@pytest.mark.parametrize(("chosen", "kept"), [("ewa-bill", "ewa-bill"), ("", None)])
async def test_what_the_citizen_chose_is_kept_with_the_case(visitor: Visitor, chosen: str, kept: str | None) -> None:
    await told(visitor, SURE)
    await visitor.sends("/file/where", category=chosen)
    await visitor.follows()
    await visitor.sends("/file/about", anonymous="yes")
    await visitor.follows()
    await visitor.sends("/file/check")
    assert (await Case.select(Case.chosen).first())["chosen"] == kept


async def test_the_questions_of_the_category_are_answered_and_shown(visitor: Visitor) -> None:
    await told(visitor, UNSURE)
    assert "Account number on the bill" in visitor.page
    answers = {"detail.ewa-bill.account": "٧٧١٢٣", "detail.gdt-fine.fine": "of another category"}
    await visitor.sends("/file/where", category="ewa-bill", **answers)
    await visitor.follows()
    await visitor.sends("/file/about", anonymous="yes")
    await visitor.follows()
    assert "Account number on the bill" in visitor.page
    await visitor.sends("/file/check")
    rows = await fetch('SELECT "question", "value" FROM "case_detail"')
    assert [tuple(row.values()) for row in rows] == [("ewa-bill.account", "77123")]


async def test_too_long_an_answer_is_told_at_its_field_and_kept(visitor: Visitor) -> None:
    await told(visitor, UNSURE)
    await visitor.sends("/file/where", category="ewa-bill", **{"detail.ewa-bill.account": "7" * 201})
    assert visitor.answer.status_code == 422
    assert 'href="#detail.ewa-bill.account"' in visitor.page
    assert "7" * 201 in visitor.page


async def test_an_unknown_category_is_refused(visitor: Visitor) -> None:
    await told(visitor, UNSURE)
    await visitor.sends("/file/where", category="no-such-thing")
    assert visitor.answer.status_code == 422


async def test_another_text_is_read_anew_and_the_same_is_not(visitor: Visitor) -> None:
    await told(visitor, SURE)
    await visitor.sends("/file/where", category="ewa-bill")
    await visitor.opens("/file")
    await visitor.sends("/file", text=TEXT)
    await visitor.opens("/file/where")
    assert checked(visitor) == ["ewa-bill"]
    await visitor.opens("/file")
    await visitor.sends("/file", text="Something else altogether")
    await visitor.opens("/file/where")
    assert checked(visitor) == []
    assert len(await fetch('SELECT 1 FROM "suggestion"')) == 2
