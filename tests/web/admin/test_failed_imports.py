"""A file whose job was given up for good says so, and goes on when somebody sends it again."""

import pytest

from cases import import_files, import_views
from cases.tables import Case
from tawasul import audit
from tawasul.core import storage
from tawasul.outbox.tables import OutboxMessage
from tests.web.admin.test_imports import GOOD, finished, number_of, sends, table, taken_in


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    folder = storage.Folder(tmp_path / "files")
    monkeypatch.setattr(storage, "storage", lambda: folder)


@pytest.fixture
async def root(browser):
    return await browser("root")


async def buried(job: str) -> None:
    """The outbox gives up every job of this name, and the ticker looks."""
    await OutboxMessage.update({OutboxMessage.state: "dead"}).where(OutboxMessage.job == job)
    await import_files.mark_failed()


async def test_a_file_whose_looking_through_was_given_up_says_so_and_is_sent_again(root):
    path = (await sends(root, table(*GOOD))).headers["location"]
    await import_files.mark_failed()
    assert (await import_views.one(number_of(path))).state == "checking"
    await buried(import_files.CHECK)
    await root.opens(path)
    assert "Given up after many attempts" in root.page
    assert "Nothing of it was taken in" in root.page
    assert 'data-look="2"' not in root.page
    for _ in range(2):
        assert (await root.sends(f"{path}/again")).headers["location"] == path
    waiting = OutboxMessage.job == import_files.CHECK, OutboxMessage.state == "ready"
    assert await OutboxMessage.count().where(*waiting) == 1
    await import_files.mark_failed()
    await import_files.check(number_of(path))
    found = await import_views.one(number_of(path))
    assert (found.state, found.good) == ("checked", 2)
    acts = [line.act for line in await audit.history(f"import:{number_of(path)}")]
    assert acts == ["import_received", "import_failed", "import_sent_again"]


async def test_a_file_whose_taking_in_was_given_up_goes_on_where_it_stopped(root):
    rows = [[f"D-{number}", "No water", "2026-01-05", ""] for number in range(5)]
    path = await taken_in(root, table(*rows))
    number = number_of(path)
    await import_files.take_in(number, most=3)
    await buried(import_files.TAKE_IN)
    await root.opens(path)
    assert "What came in before stays" in root.page
    await root.sends(f"{path}/again")
    await finished(number)
    found = await import_views.one(number)
    assert (found.state, found.taken, await Case.count()) == ("done", 5, 5)


async def test_a_job_that_was_brought_back_from_the_list_of_jobs_goes_on_too(root):
    path = await taken_in(root, table(*GOOD))
    await buried(import_files.TAKE_IN)
    await import_files.take_in(number_of(path))
    assert (await import_views.one(number_of(path))).state == "done"
