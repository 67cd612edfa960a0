"""Promises on the pages: every version, and a new one by two persons."""

import html
from datetime import UTC, datetime

import pytest

from tawasul.core import clock

PATH = "/admin/policies"
NEW = {
    "clock": "final_reply",
    "kind": "complaint",
    "agency": "",
    "category": "",
    "priority": "",
    "target": "10",
    "pause_days": "5",
    "valid_from": "2026-12-01",
    "source": "Decision 3/2026",
}


async def tried(browser, **changed: str):
    root = await browser("root")
    await root.opens(PATH)
    answer = await root.sends(PATH, step="try", **{**NEW, **changed})
    root.page = answer.text
    return root, answer


async def test_every_version_is_listed(browser):
    answer = await (await browser("nadia")).opens(PATH)
    assert answer.text.count("14 working days") == 3
    assert "Every case" in answer.text
    assert "Promises are proposed by administrators" in answer.text


async def test_a_new_version_goes_by_two_persons(browser, amal):
    await amal.assigned(kind="complaint")
    root, answer = await tried(browser)
    assert "Reply to the citizen within 10 working days" in answer.text
    base = html.unescape(answer.text.partition('name="base" value="')[2].partition('"')[0])
    path = (await root.sends(PATH, step="propose", base=base, **NEW)).headers["location"]
    nadia = await browser("nadia")
    assert "Decision 3/2026" in (await nadia.opens(path)).text
    assert (await nadia.sends(f"{path}/count")).status_code == 303
    await nadia.opens(path)
    assert (await nadia.sends(f"{path}/approve", remark="")).status_code == 303
    assert "In force" in (await nadia.opens(path)).text
    listed = (await nadia.opens(PATH)).text
    assert "10 working days" in listed
    assert "To come" in listed


async def test_a_promise_for_what_is_urgent_says_so_to_who_decides_and_in_the_list(browser):
    urgent = {**NEW, "clock": "agency", "kind": "", "agency": "EWA", "priority": "urgent", "target": "3"}
    root, answer = await tried(browser, **urgent)
    base = html.unescape(answer.text.partition('name="base" value="')[2].partition('"')[0])
    path = (await root.sends(PATH, step="propose", base=base, **urgent)).headers["location"]
    nadia = await browser("nadia")
    assert "Electricity and Water Authority · Urgent" in (await nadia.opens(path)).text
    await nadia.sends(f"{path}/approve", remark="")
    assert "Electricity and Water Authority · Urgent" in (await nadia.opens(PATH)).text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"target": "0"}, "A promise takes at least 1 working day"),
        ({"target": "many"}, "A promise takes at least 1 working day"),
        ({"valid_from": "2026-11-22"}, "Enter a date after today"),
        ({"agency": "EWA"}, "The citizen’s date hangs on the kind alone"),
        ({"priority": "urgent"}, "The citizen’s date hangs on the kind alone"),
        ({"source": ""}, "Enter the number or date of the circular or decision"),
    ],
)
async def test_what_cannot_be_promised_is_said_at_its_field(browser, changed, sentence):
    _, answer = await tried(browser, **changed)
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.text)
    assert 'value="Decision 3/2026"' in answer.text or "source" in changed


async def test_who_changes_it_finds_what_she_typed(browser):
    root, _ = await tried(browser)
    assert 'value="2026-12-01"' in (await root.sends(PATH, step="edit", **NEW)).text


async def test_promises_that_changed_before_it_was_sent_are_counted_anew(browser):
    root, _ = await tried(browser)
    assert (await root.sends(PATH, step="propose", base="another", **NEW)).status_code == 409


async def approved(browser, **changed: str):
    """A new promise that two persons put in force; gives what the second one read of it."""
    root, answer = await tried(browser, **changed)
    base = html.unescape(answer.text.partition('name="base" value="')[2].partition('"')[0])
    path = (await root.sends(PATH, step="propose", base=base, **{**NEW, **changed})).headers["location"]
    nadia = await browser("nadia")
    shown = (await nadia.opens(path)).text
    await nadia.sends(f"{path}/approve", remark="")
    return nadia, answer.text, shown


async def test_a_first_answer_is_promised_by_two_persons_and_explained_on_the_case(browser, amal):
    nadia, counted, shown = await approved(browser, clock="first_response", target="3", pause_days="")
    assert "First answer within 3 working days" in counted
    assert "A question lets the clock stand for at most" not in shown
    listed = (await nadia.opens(PATH)).text
    assert "Never stands" in listed
    with clock.moved(datetime(2026, 12, 1, 6, tzinfo=UTC)):
        path = f"/desk/cases/{await amal.assigned()}"
        told = (await (await browser("basim")).opens(path)).text
    assert "A first answer is due by Sunday 6 December 2026" in told


async def test_a_first_answer_of_one_agency_is_refused_at_its_field(browser):
    _, answer = await tried(browser, clock="first_response", agency="EWA")
    assert answer.status_code == 422
    assert "hangs on the kind alone" in html.unescape(answer.text)
