"""One case all the way: filed by form, sorted, taken, answered, read by the citizen, and on time on the board."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import Message

import pytest

from cases import figures, queues
from tawasul import audit
from tawasul.accounts import staff
from tawasul.accounts.staff import NewStaff
from tawasul.core import clock
from tawasul.core.actor import system
from tawasul.core.settings import settings
from tests.flow.conftest import SUNDAY, Browser, Flow
from tests.flow.sink import Sink, mail_server

TEXT = "The power in our street has been out since Friday, and my mother needs her oxygen machine"
ANSWER = "A crew repaired the cable in Road 1432 this morning."


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """Letters leave by a real mail server."""
    with mail_server() as (url, sink):
        monkeypatch.setenv("TAWASUL_SMTP_URL", url)
        settings.cache_clear()
        yield sink
    monkeypatch.undo()
    settings.cache_clear()


async def filed_by_form(browser: Browser) -> tuple[str, str]:
    """Through all steps of the form; gives reference and access code as the receipt shows them."""
    await browser.open("/file")
    await browser.send("/file", text=TEXT, kind="complaint")
    await browser.send("/file/where", governorate="muharraq", area="", block="214", road="1432", landmark="")
    await browser.send("/file/about", anonymous="no", name="Amal", email="amal@example.org", visible_to="tawasul")
    assert TEXT in browser.words
    shown = await browser.send("/file/check")
    assert "10 December 2026" in shown
    reference = re.search(r"[1-9]\d\d \d\d\d \d\d\d", shown)
    code = re.search(r"\b[0-9A-HJKMNP-TV-Z]{4}[ -]?[0-9A-HJKMNP-TV-Z]{4}\b", shown.replace(reference[0], ""))
    assert code, shown
    return reference[0], code[0]


async def logged_in(flow: Flow, name: str) -> Browser:
    browser = flow.public()
    await browser.open("/login")
    await browser.send("/login", username=name, password="correct-horse-battery", next="/desk")
    return browser


def bodies(message: Message) -> str:
    return "".join(part.get_payload(decode=True).decode() for part in message.walk() if not part.is_multipart())


async def test_a_case_goes_all_the_way(flow: Flow, sink: Sink) -> None:
    citizen = flow.public()
    reference, code = await filed_by_form(citizen)
    await flow.work()
    plain = reference.replace(" ", "")
    new = NewStaff("bader", "correct-horse-battery", "officer", "EWA", language="en")
    await staff.add(new, by=system("test"))
    desk = await logged_in(flow, "bader")
    assert "The power in our street" in await desk.open("/desk")
    await desk.open(f"/desk/cases/{plain}")
    await desk.send(f"/desk/cases/{plain}/take", rev="2")
    with clock.moved(SUNDAY + timedelta(days=3)):
        desk = await logged_in(flow, "bader")
        await desk.open(f"/desk/cases/{plain}")
        await desk.send(f"/desk/cases/{plain}/reply", rev="3", outcome="done", reply=ANSWER)
        await flow.work()
        await citizen.open("/track")
        assert ANSWER in await citizen.send("/track", reference=reference, code=code)
    assert await flow.acts(1) == ["filed", "assigned", "taken", "replied"]
    assert (await flow.promise(1)).on_time
    letters = {str(letter["Message-ID"]): bodies(letter) for letter in sink.letters}
    assert len(letters) == len(sink.letters) == 3
    assert all(reference in body for body in letters.values())
    assert not any(ANSWER in body or code in body or TEXT in body for body in letters.values())
    with clock.moved(SUNDAY + timedelta(days=20)):
        board = await figures.board(flow.dana)
        assert (board.total.counts["due"], board.total.counts["on_time"], board.total.counts["late"]) == (1, 1, 0)
        found = await queues.listed(flow.dana, "on_time", "month")
        assert [row.reference for row in found.rows] == [plain]
        supervisor = await flow.desk("dana")
        assert "This month 100% 1 of 1 that fell due" in await supervisor.open("/board")
        assert reference in await supervisor.open("/board/cases?figure=on_time")
    assert await audit.verify() == []


async def test_each_letter_of_a_case_has_a_key_of_its_own(flow: Flow) -> None:
    case_id = await flow.files()
    desk = await flow.desk("basim")
    path = await flow.path(case_id)
    await desk.open(path)
    await desk.send(f"{path}/reply", rev=await flow.rev(case_id), outcome="explained", reply="It was a planned outage.")
    await flow.work()
    for template in ("receipt", "assigned", "answered"):
        assert await flow.letters(template) == ["citizen"]


async def test_another_agency_sees_nothing_of_it(flow: Flow) -> None:
    case_id = await flow.files("No power in Arad")
    stranger = await flow.desk("tariq")
    assert "No power in Arad" not in await stranger.open("/desk")
    answer = await stranger.http.get(await flow.path(case_id))
    assert answer.status_code == 404


async def test_of_two_officers_who_reply_at_once_the_second_keeps_her_words(flow: Flow) -> None:
    case_id = await flow.files()
    path, rev = await flow.path(case_id), await flow.rev(case_id)
    first, second = await flow.desk("basim"), await flow.desk("badr")
    for desk in (first, second):
        await desk.open(path)
    await first.send(f"{path}/reply", rev=rev, outcome="done", reply="Done this morning.")
    shown = await second.send(f"{path}/reply", status=409, rev=rev, outcome="done", reply="My own careful words.")
    assert "My own careful words." in shown
    assert (await flow.acts(case_id)).count("replied") == 1
