"""Whatever an address or a form holds, the answer is one in words: no page of ours breaks on it."""

import re
from itertools import product
from pathlib import Path
from urllib.parse import quote

import pytest

from cases import finding
from tests.rules.sources import ROOT
from tests.web.conftest import TOKEN
from web.app import create_app, guarded

PARAMETER = re.compile(r"\{(\w+):(\w+)\}")
ASKED = re.compile(r"(?:query_params|given|query)\.get(?:all)?\(\s*\"(\w+)\"|\"(\w+)\" in request\.query_params")
# Marks of a place in a list: a bad one is answered before anything else is looked at.
MARKS = {"before", "after"}
NUMBERS = ("0", "-1", str(2**31), str(2**70), "9" * 400)
WORDS = ("\x00", "🌧", "9999-12", "0001-01", "9999-12-31", "0001-01-01", "9" * 40, "\ud800" + "a" * 300)
# Who sees most of each kind of page.
READERS = ("dana", "root")


def read_pages() -> list[str]:
    """The paths of all pages that are read."""
    return sorted({path for path, handler in guarded(create_app()) if "GET" in handler.http_methods})


def sent_pages() -> list[str]:
    """The paths of all forms that name a row."""
    found = {path for path, handler in guarded(create_app()) if "POST" in handler.http_methods}
    return sorted(path for path in found if ":int}" in path)


def asked() -> list[str]:
    """Every name that some page asks its address for, and those that the queue is narrowed by."""
    sources = (path.read_text() for path in Path(ROOT, "web").rglob("*.py"))
    found = {one for source in sources for pair in ASKED.findall(source) for one in pair if one}
    assert {"agency", "by", "period", "status", "week"} | MARKS <= found
    return sorted(found | set(finding.NAMES))


def filled(path: str, reference: str, number: str = "1") -> str:
    """A path with its places filled."""
    return PARAMETER.sub(lambda found: number if found[2] == "int" else reference, path)


def escaped(word: str) -> str:
    return quote(word.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("reader", READERS)
async def test_a_number_that_no_row_can_have_is_not_there(browser, amal, reader):
    opened, reference = await browser(reader), await amal.assigned()
    broken = []
    for path in (one for one in read_pages() if ":int}" in one):
        for number in NUMBERS:
            answer = await opened.opens(filled(path, reference, number))
            broken += [] if answer.status_code < 500 else [(path, number)]
    assert broken == []


async def test_a_form_for_a_row_that_cannot_be_is_not_there(browser, amal):
    opened, reference = await browser("root"), await amal.assigned()
    await opened.opens("/account")
    token, found = TOKEN.search(opened.page), {}
    for path in sent_pages():
        answer = await opened.client.post(filled(path, reference, str(2**70)), data={"_csrf_token": token[1]})
        found[path] = answer.status_code
    assert {path: status for path, status in found.items() if status not in (403, 404)} == {}


@pytest.mark.parametrize("reader", READERS)
async def test_no_word_in_an_address_breaks_a_page(browser, amal, reader):
    opened, reference = await browser(reader), await amal.assigned()
    broken = []
    for path, word in product(read_pages(), WORDS):
        for names in (MARKS, set(asked()) - MARKS):
            query = "&".join(f"{name}={escaped(word)}" for name in sorted(names))
            answer = await opened.opens(f"{filled(path, reference)}?{query}")
            broken += [] if answer.status_code < 500 else [(path, word)]
    assert broken == []


@pytest.mark.parametrize("reader", READERS)
async def test_no_word_as_a_name_breaks_a_page(browser, amal, reader):
    opened = await browser(reader)
    broken = []
    for path in (one for one in read_pages() if ":str}" in one):
        for word in WORDS:
            answer = await opened.opens(filled(path, escaped(word)))
            broken += [] if answer.status_code < 500 else [(path, word)]
    assert broken == []


def part(body: bytes, charset: str = "utf-8") -> tuple[bytes, dict[str, str]]:
    """A form in parts of one field, and the head that goes with it."""
    head = f'--x\r\nContent-Disposition: form-data; name="text"\r\nContent-Type: text/plain; charset={charset}\r\n\r\n'
    return head.encode() + body + b"\r\n--x--\r\n", {"content-type": "multipart/form-data; boundary=x"}


@pytest.mark.parametrize("path", ["/file", "/track", "/login", "/mine"])
@pytest.mark.parametrize(
    ("body", "charset"), [(b"\xff\xfe", "utf-8"), (b"water", "no-such-charset"), (b"\xe9", "ascii")]
)
async def test_bytes_that_are_no_text_are_refused_in_words(http, path, body, charset):
    content, headers = part(body, charset)
    answer = await http.post(path, content=content, headers=headers | {"accept-language": "ar"})
    assert answer.status_code == 400
    assert 'lang="ar"' in answer.text


@pytest.mark.parametrize("sign", ["é", "ﷺ", "\x00"])
async def test_a_token_with_odd_signs_is_a_wrong_one(http, sign):
    await http.get("/file")
    assert (await http.post("/file", data={"_csrf_token": sign * 128})).status_code == 403


async def test_a_link_with_odd_signs_is_none_of_ours(http, amal):
    reference = await amal.assigned()
    broken = []
    paths = [one for one in read_pages() if "token" in one]
    assert paths
    for path in paths:
        for word in WORDS:
            address = PARAMETER.sub(
                lambda found, word=word: reference if found[1] == "reference" else escaped(word), path
            )
            broken += [] if (await http.get(address)).status_code < 500 else [(path, word)]
    assert broken == []
