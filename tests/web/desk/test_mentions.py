"""Naming colleagues at the desk."""

PATH = "/desk/mentions"


async def test_a_note_names_a_colleague_who_finds_it(browser, amal):
    path = f"/desk/cases/{await amal.assigned()}"
    basim, badr = await browser("basim"), await browser("badr")
    assert "@badr" in (await basim.opens(f"{path}?tab=note")).text
    assert (await basim.sends(f"{path}/note", note="Ask <b>@badr</b>")).status_code == 303
    assert '&lt;b&gt;<bdi class="mention">@badr</bdi>&lt;/b&gt;' in (await basim.opens(path)).text
    listed = (await badr.opens(PATH)).text
    assert path in listed
    assert "New" in listed
    await badr.opens(path)
    assert 'class="mention"' in (await badr.opens(PATH)).text
    assert path not in (await basim.opens(PATH)).text


async def test_a_name_that_cannot_be_is_refused_and_the_text_stays(browser, amal):
    path = f"/desk/cases/{await amal.assigned()}"
    basim = await browser("basim")
    await basim.opens(f"{path}?tab=note")
    answer = await basim.sends(f"{path}/note", note="Ask @tariq please")
    assert answer.status_code == 422
    assert "Ask @tariq please" in answer.text
    assert "@tariq is no account" in answer.text


async def test_a_strange_page_is_the_first(browser, amal):
    basim = await browser("basim")
    for before in ("x", "-1", "9" * 30):
        assert (await basim.opens(f"{PATH}?before={before}")).status_code == 200
