"""Templates of replies: kept by whom they belong to, each change a version, and filled for a case."""

import asyncio
from dataclasses import replace

import pytest

from cases import folder, reply_templates, template_keeping
from cases.reply_tables import ReplyTemplate, ReplyTemplateVersion
from cases.template_keeping import TemplateDraft
from tawasul import audit
from tawasul.core.errors import Conflict, Forbidden, Invalid, NotFound

MENDED = TemplateDraft("Mended", "Dear {citizen_name}, case {reference} is mended.", "en", "ewa-power-outage", "EWA")
NATIONAL = TemplateDraft("Thanks", "{agency} thanks you. {officer_name}", "en")


async def opened(flow, case_id, who):
    return await folder.case_page((await flow.case(case_id))["reference"], who)


async def titles(flow, case_id):
    return [one.title for one in await reply_templates.for_case(await flow.case(case_id))]


async def test_each_change_is_a_version_and_undo_is_one_more(flow):
    number = await template_keeping.make(MENDED, by=flow.dana)
    await template_keeping.change(number, replace(MENDED, text="Changed."), by=flow.huda, rev=1)
    await template_keeping.restore(number, 1, by=flow.dana, rev=2)
    now = await reply_templates.one(number, flow.dana)
    assert (now.text, now.rev) == (MENDED.text, 3)
    found, people = await reply_templates.versions(number)
    assert [(one.number, one.act, one.restored) for one in found] == [
        (3, "restored", 1),
        (2, "changed", None),
        (1, "made", None),
    ]
    assert people[found[1].by].username == "huda"
    lines = await audit.history(template_keeping.stream(number))
    assert [line.act for line in lines] == ["template_made", "template_changed", "template_restored"]


async def test_a_retired_one_is_offered_no_more_and_can_come_back(flow):
    case_id = await flow.assigned()
    number = await template_keeping.make(MENDED, by=flow.dana)
    await template_keeping.retire(number, by=flow.dana, rev=1)
    assert await titles(flow, case_id) == []
    with pytest.raises(Conflict, match="nothing_to_set"):
        await template_keeping.retire(number, by=flow.dana, rev=2)
    await template_keeping.revive(number, by=flow.dana, rev=2)
    assert await titles(flow, case_id) == ["Mended"]
    assert await ReplyTemplate.count() == 1


async def test_of_two_changes_at_once_one_is_told(flow):
    number = await template_keeping.make(MENDED, by=flow.dana)
    done = await asyncio.gather(
        *(template_keeping.change(number, replace(MENDED, text=text), by=flow.dana, rev=1) for text in ("One", "Two")),
        return_exceptions=True,
    )
    assert [(type(error), error.code) for error in done if error] == [(Conflict, "template_moved")]
    assert await ReplyTemplateVersion.count() == 2


@pytest.mark.parametrize("who", ["dana", "huda", "root", "nadia"])
async def test_what_belongs_to_others_is_kept_by_others(flow, who):
    number = await template_keeping.make(replace(MENDED, agency="MMA"), by=flow.samir)
    with pytest.raises(NotFound):
        await template_keeping.retire(number, by=flow.people[who], rev=1)
    with pytest.raises(NotFound):
        await reply_templates.one(number, flow.people[who])
    with pytest.raises(Forbidden):
        await template_keeping.make(replace(MENDED, agency="MOH"), by=flow.people[who])


async def test_national_ones_are_kept_by_the_national_unit_and_administrators(flow):
    number = await template_keeping.make(NATIONAL, by=flow.nadia)
    await template_keeping.change(number, replace(NATIONAL, title="Thank you"), by=flow.root, rev=1)
    for who in (flow.dana, flow.huda, flow.basim):
        with pytest.raises(Forbidden):
            await template_keeping.make(NATIONAL, by=who)


@pytest.mark.parametrize(
    ("draft", "fault"),
    [
        (replace(MENDED, title=" "), ("title", "empty_field")),
        (replace(MENDED, title="x" * 121), ("title", "too_long")),
        (replace(MENDED, title="a\0b"), ("title", "control")),
        (replace(MENDED, text=""), ("text", "empty_field")),
        (replace(MENDED, text="x" * 5001), ("text", "too_long")),
        (replace(MENDED, text="{nobody}"), ("text", "unknown_place")),
        (replace(MENDED, language="fr"), ("language", "unknown")),
        (replace(MENDED, category="no-such"), ("category", "unknown")),
    ],
)
async def test_what_cannot_be_kept_is_told_at_its_field(flow, draft, fault):
    with pytest.raises(Invalid) as refused:
        await template_keeping.make(draft, by=flow.dana)
    assert [(one.field, one.code) for one in refused.value.faults] == [fault]
    assert await ReplyTemplate.count() == 0


async def test_what_fits_the_case_best_comes_first(flow):
    case_id = await flow.assigned()
    for draft in (
        replace(MENDED, title="d", language="ar"),
        replace(MENDED, title="c", category="ewa-bill"),
        replace(MENDED, title="b", category=None),
        replace(MENDED, title="a"),
    ):
        await template_keeping.make(draft, by=flow.dana)
    await template_keeping.make(replace(NATIONAL, title="n"), by=flow.nadia)
    await template_keeping.make(replace(MENDED, title="noise", agency="MMA"), by=flow.samir)
    assert await titles(flow, case_id) == ["a", "b", "n", "c", "d"]


async def test_it_is_filled_for_the_case_and_names_only_who_wants_to_be_known(flow):
    number = await template_keeping.make(
        replace(MENDED, text="{citizen_name}|{reference}|{agency}|{case_subject}|{due_date}|{officer_name}"),
        by=flow.dana,
    )
    hidden, shown = await flow.assigned(name="Amal"), await flow.assigned(name="Amal", visible_to="agency")
    texts = [
        await reply_templates.filled(await opened(flow, one, flow.basim), number, flow.basim) for one in (hidden, shown)
    ]
    digits = (await flow.case(shown))["reference"]
    assert texts[0].startswith("Sir or Madam|")
    assert texts[1] == "|".join(
        [
            "Amal",
            f"{digits[:3]} {digits[3:6]} {digits[6:]}",
            "Electricity and Water Authority",
            *texts[1].split("|")[3:4],
            "Thursday 10 December 2026",
            "Basim",
        ]
    )


async def test_one_that_is_not_for_the_case_fills_nothing(flow):
    case_id = await flow.assigned()
    number = await template_keeping.make(replace(MENDED, agency="MMA"), by=flow.samir)
    with pytest.raises(NotFound, match="no_such_template"):
        await reply_templates.filled(await opened(flow, case_id, flow.basim), number, flow.basim)
