"""The tables of the board as files: what the page shows, for the reader's period, agency and language."""

import csv
import io

import pytest

MARK = "\ufeff"


async def rows(page, address: str) -> list[list[str]]:
    """The lines of a file."""
    answer = await page.opens(address)
    assert answer.status_code == 200
    assert answer.text.startswith(MARK)
    return list(csv.reader(io.StringIO(answer.text.removeprefix(MARK))))


async def test_the_table_of_agencies_is_saved_with_its_numbers(lived, browser):
    header, *lines = await rows(await browser("nadia"), "/board/sheet/table?period=month")
    of_ewa = dict(
        zip(header, next(line for line in lines if line[0] == "Electricity and Water Authority"), strict=True)
    )
    assert (of_ewa["Due"], of_ewa["On time"], of_ewa["Late"], of_ewa["Open"]) == ("2", "1", "1", "1")
    assert (of_ewa["Rate"], of_ewa["Rate without pauses"]) == ("50.00%", "50.00%")
    assert "Not given to an agency yet" in [line[0] for line in lines]


async def test_headings_and_names_are_in_the_readers_language(lived, browser):
    header, *lines = await rows(await browser("nadia"), "/board/sheet/table?lang=ar")
    assert header[:2] == ["الجهة", "استحقت"]
    assert "هيئة الكهرباء والماء" in [line[0] for line in lines]


@pytest.mark.parametrize(
    ("by", "name"),
    [
        ("category", "Power cut or recurring outage"),
        ("governorate", "Capital Governorate"),
        ("kind", "Complaint"),
        ("officer", "Basim"),
    ],
)
async def test_every_way_to_lay_the_numbers_out_can_be_saved(lived, browser, by, name):
    _header, *lines = await rows(await browser("dana"), f"/board/sheet/table?by={by}")
    assert name in [line[0] for line in lines]


async def test_officers_are_not_saved_by_others(lived, browser):
    assert len(await rows(await browser("nadia"), "/board/sheet/table?by=officer")) == 1


async def test_a_file_holds_one_agency_where_one_was_chosen(lived, browser):
    _header, *lines = await rows(await browser("nadia"), "/board/sheet/table?agency=EWA")
    assert [line[0] for line in lines] == ["Electricity and Water Authority"]


async def test_the_months_are_saved_newest_first_and_no_data_is_an_empty_cell(lived, browser):
    header, *lines = await rows(await browser("nadia"), "/board/sheet/trend")
    assert len(lines) == 13
    newest = dict(zip(header, lines[0], strict=True))
    assert (newest["Month"], newest["Due"], newest["Rate"]) == ("December 2026", "3", "33.33%")
    assert dict(zip(header, lines[1], strict=True))["Rate"] == ""


async def test_a_file_is_named_by_what_it_holds_and_the_day_it_was_made(lived, browser):
    answer = await (await browser("nadia")).opens("/board/sheet/table?by=kind&agency=EWA&period=2026-12")
    assert "tawasul-kind-2026-12-EWA-2026-12-16.csv" in answer.headers["content-disposition"]


async def test_there_is_no_other_table(browser):
    assert (await (await browser("nadia")).opens("/board/sheet/secrets")).status_code == 404
