"""Cases of another system come in as a workbook, are sorted like any other, and leave in a file."""

import csv
import html
import io
import re

import pytest
from openpyxl import Workbook

from cases.tables import Case
from tawasul.core import storage
from tests.flow.conftest import Flow

TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    folder = storage.Folder(tmp_path / "files")
    monkeypatch.setattr(storage, "storage", lambda: folder)


def workbook() -> bytes:
    book, data = Workbook(), io.BytesIO()
    book.active.append(["text", "external_id", "received_at", "email"])
    book.active.append(["No power in our street", 17, "2026-11-18 10:00", "amal@example.org"])
    book.active.append(["No power in the next street", 18, "=NOW()", ""])
    book.save(data)
    return data.getvalue()


async def test_a_workbook_comes_in_and_its_case_leaves_in_a_file(flow: Flow) -> None:
    root = await flow.desk("root")
    await root.open("/admin/import")
    token = TOKEN.search(root.page)
    assert token
    sent = {"file": ("cases.xlsx", workbook())}
    answer = await root.http.post("/admin/import", data={"_csrf_token": html.unescape(token[1])}, files=sent)
    path = answer.url.path
    assert "Being looked through" in answer.text
    await flow.work()
    words = await root.open(path)
    assert "3 received_at A formula stands here" in words
    words = await root.send(f"{path}/start")
    assert "0 of 2 rows" in words
    await flow.work()
    assert "New cases 1 There already 0" in await root.open(path)
    [case] = await Case.select()
    assert (case["agency"], case["channel"], case["received_at"].day) == ("EWA", "counter", 18)
    assert await flow.letters("receipt") == ["citizen"]

    dana = await flow.desk("dana")
    await dana.open("/desk/export")
    await dana.send("/desk/export", format="csv", texts="yes")
    await flow.work()
    assert "1 case ·" in await dana.open("/desk/export/1")
    file = (await dana.http.get("/desk/export/1/file")).content.decode("utf-8-sig")
    [row] = csv.DictReader(file.splitlines())
    assert (row["reference"], row["text"]) == (case["reference"], "No power in our street")
