"""Leave on the pages: one's own, that of others, and what is refused."""

import html

from tests.web.admin.test_staff import said

PATH = "/desk/leave"


async def test_an_officer_enters_her_leave_and_ends_it(browser, staff, amal):
    reference = await amal.assigned()
    basim = await browser("basim")
    await basim.opens(f"/desk/cases/{reference}")
    await basim.sends(f"/desk/cases/{reference}/take")
    await basim.opens(PATH)
    typed = {"first": "2026-11-22", "last": "2026-11-26", "stand_in": str(staff["badr"])}
    assert (await basim.sends(PATH, **typed)).status_code == 303
    words = said(await basim.opens(PATH))
    assert "Stand-in: Badr" in words
    assert "Now with Badr" in words
    assert "Away now" in words
    badr = await browser("badr")
    assert "Its officer is on leave" in said(await badr.opens(f"/desk/cases/{reference}"))
    assert (await basim.sends(PATH + "/1/end")).status_code == 303
    assert "Called off or ended" in said(await basim.opens(PATH))
    assert (await basim.sends(PATH + "/1/end")).status_code == 409


async def test_what_is_no_leave_is_said_and_what_was_typed_stays(browser, staff):
    basim = await browser("basim")
    await basim.opens(PATH)
    for typed, sentence in (
        ({"first": "", "last": "2026-11-26"}, "Enter a date as day, month and year"),
        ({"first": "2026-11-20", "last": "2026-11-26"}, "This day has passed"),
        ({"first": "2026-11-24", "last": "2026-11-23"}, "The last day is before the first"),
        ({"first": "2026-11-24", "last": "2028-11-26"}, "at most 366 days ahead"),
        ({"first": "2026-11-24", "last": "2026-11-26", "stand_in": "\x00"}, "Choose one from the list"),
        ({"first": "2026-11-24", "last": "2026-11-26", "stand_in": str(staff["tariq"])}, "Choose one from the list"),
    ):
        answer = await basim.sends(PATH, **{"stand_in": "", **typed})
        assert answer.status_code == 422
        assert sentence in html.unescape(answer.text)
        assert typed["last"] in answer.text


async def test_a_supervisor_enters_leave_for_an_officer_and_another_agency_may_not(browser, staff):
    dana, one = await browser("dana"), f"/admin/staff/{staff['basim']}"
    await dana.opens(one)
    typed = {"first": "2026-11-24", "last": "2026-11-26", "stand_in": ""}
    assert (await dana.sends(one + "/leave", **typed)).status_code == 303
    assert "Planned" in said(await dana.opens(one))
    assert (await dana.sends(one + "/leave", **typed)).status_code == 409
    tariq = await browser("tariq")
    await tariq.opens(PATH)
    assert (await tariq.sends(PATH + "/1/end")).status_code == 404
    assert (await dana.sends(one + "/leave/1/end")).status_code == 303


async def test_leave_is_for_those_who_have_cases(browser):
    for name in ("nadia", "lulwa", "root"):
        assert (await (await browser(name)).opens(PATH)).status_code == 403
    assert (await (await browser()).opens(PATH)).headers["location"].startswith("/login")
