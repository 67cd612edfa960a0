"""Files: kept from everybody until looked at, then given to whoever may read the case; at most five."""

import asyncio

import pytest

from cases import additions, attached, attachments, drafts, questions, withdrawal
from cases.attachment_tables import Attachment
from cases.file_rules import Upload
from cases.tables import Question
from tawasul.core import clock, scanner, storage
from tawasul.core.errors import Conflict, Invalid, NotFound
from tawasul.outbox.tables import OutboxMessage
from tests.cases.test_file_rules import picture, with_exif

PICTURE = Upload("IMG_1.JPG", with_exif())
PDF = Upload("letter.pdf", b"%PDF-1.7 a letter")


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    folder = storage.Folder(tmp_path / "files")
    monkeypatch.setattr(storage, "storage", lambda: folder)
    return folder


def files(folder):
    return [path for path in folder.root.rglob("*") if path.is_file()]


async def one(case_id):
    return (await attached.of_case(case_id))[0]


async def test_it_waits_and_is_given_to_nobody_until_it_was_looked_at(flow, kept):
    case_id = await flow.assigned()
    await additions.add(case_id, "See the file.", [PDF])
    file = await one(case_id)
    assert (file.name, file.type, file.state) == ("letter.pdf", "application/pdf", "waiting")
    with pytest.raises(NotFound):
        await attached.given(case_id, file.id)
    await attachments.inspect(file.id)
    assert (await attached.given(case_id, file.id)).data == PDF.data
    assert len(files(kept)) == 1


async def test_a_picture_is_kept_without_where_it_was_taken(flow):
    case_id = await flow.assigned()
    await additions.add(case_id, "See the file.", [PICTURE])
    await attachments.inspect((await one(case_id)).id)
    assert b"A telephone" not in (await attached.given(case_id, (await one(case_id)).id)).data


async def test_the_job_is_left_with_the_file_and_may_run_twice(flow, kept):
    case_id = await flow.assigned()
    await additions.add(case_id, "See the file.", [PDF])
    number = (await one(case_id)).id
    assert await OutboxMessage.count().where(OutboxMessage.job == attachments.INSPECT) == 1
    await asyncio.gather(attachments.inspect(number), attachments.inspect(number))
    await attachments.inspect(number)
    assert len(files(kept)) == 1
    assert (await one(case_id)).state == "ready"


async def test_what_the_scanner_finds_is_removed_and_said(flow, kept, monkeypatch):
    monkeypatch.setattr(scanner, "is_safe", lambda data: False)
    case_id = await flow.assigned()
    await additions.add(case_id, "See the file.", [PDF])
    await attachments.inspect((await one(case_id)).id)
    file = await one(case_id)
    assert (file.state, file.fault) == ("refused", "infected")
    assert files(kept) == []
    with pytest.raises(NotFound):
        await attached.given(case_id, file.id)


async def test_while_the_scanner_is_away_it_waits(flow, monkeypatch):
    def away(data):
        raise scanner.ScannerAway("away")

    monkeypatch.setattr(scanner, "is_safe", away)
    case_id = await flow.assigned()
    await additions.add(case_id, "See the file.", [PDF])
    with pytest.raises(scanner.ScannerAway):
        await attachments.inspect((await one(case_id)).id)
    assert (await one(case_id)).state == "waiting"


async def test_a_broken_picture_is_refused_and_the_case_stays_as_it_is(flow):
    case_id = await flow.assigned()
    await additions.add(case_id, "See the file.", [Upload("half.jpg", picture()[:300])])
    before = await flow.case(case_id)
    await attachments.inspect((await one(case_id)).id)
    assert (await one(case_id)).fault == "unreadable"
    assert await flow.case(case_id) == before


async def test_one_bad_file_keeps_all_away(flow):
    case_id = await flow.assigned()
    with pytest.raises(Invalid):
        await additions.add(case_id, "See the file.", [PDF, Upload("a.exe", b"MZ")])
    assert await Attachment.count() == 0


async def test_five_are_the_most_of_each_act_whatever_the_case_has_already(flow, kept):
    case_id = await flow.assigned()
    await additions.add(case_id, "See the files.", [PDF] * 5)
    with pytest.raises(Invalid) as refused:
        await additions.add(case_id, "And these.", [PDF] * 6)
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("files", "too_many_files")]
    await flow.asks(case_id)
    await questions.answer(case_id, "The second one.", [PDF] * 5)
    assert await Attachment.count().where(Attachment.case == case_id) == 10
    assert len(files(kept)) == 10


async def test_each_file_that_is_refused_is_named_with_its_reason(flow):
    case_id = await flow.assigned()
    with pytest.raises(Invalid) as refused:
        await additions.add(case_id, "See there.", [PDF, Upload("run.jpg", b"MZ" + bytes(80)), Upload("none.pdf", b"")])
    told = [(fault.code, fault.params["name"]) for fault in refused.value.faults]
    assert told == [("file_type", "run"), ("empty_file", "none")]


@pytest.mark.parametrize("broken", ["the second file", "the row"])
async def test_an_answer_whose_files_cannot_be_stored_is_not_given_by_halves(flow, kept, monkeypatch, broken):
    case_id = await flow.assigned()
    await flow.asks(case_id)
    before, put = await flow.case(case_id), kept.put

    def fails_at_the_second(key, data):
        if files(kept):
            raise OSError("disk full")
        put(key, data)

    async def fails(*args):
        raise OSError("gone")

    if broken == "the second file":
        monkeypatch.setattr(kept, "put", fails_at_the_second)
    else:
        monkeypatch.setattr(attachments, "keep", fails)
    with pytest.raises(OSError):
        await questions.answer(case_id, "The second one.", [PDF, PDF])
    assert await flow.case(case_id) == before
    assert (await Question.select().first())["answer"] is None
    assert (await Attachment.count(), files(kept)) == (0, [])


async def test_nothing_is_attached_to_a_case_that_has_ended(flow):
    case_id = await flow.assigned()
    await withdrawal.withdraw(case_id, "")
    with pytest.raises(Conflict):
        await additions.add(case_id, "See the file.", [PDF])


async def test_a_file_of_another_case_is_not_found(flow):
    case_id, other = await flow.assigned(), await flow.assigned(text="Another")
    await additions.add(case_id, "See the file.", [PDF])
    file = await one(case_id)
    await attachments.inspect(file.id)
    with pytest.raises(NotFound):
        await attached.given(other, file.id)


async def form():
    token = await drafts.start()
    await drafts.save(token, {"text": "No power since Sunday", "anonymous": "yes"})
    return token, await drafts.number_of(token)


async def test_files_of_a_form_go_with_it_into_the_case(flow):
    token, number = await form()
    await attachments.add_to_form(number, [PDF])
    receipt = await drafts.file(token)
    assert [file.name for file in await attached.of_case(receipt.case_id)] == ["letter.pdf"]
    assert await attached.of_form(number) == []
    with pytest.raises(NotFound):
        await attachments.add_to_form(number, [PDF])


async def test_a_file_is_taken_back_before_filing_by_its_own_form_alone(flow, kept):
    _, number = await form()
    _, other = await form()
    await attachments.add_to_form(number, [PDF])
    file = (await attached.of_form(number))[0]
    await attachments.remove_from_form(other, file.id)
    assert len(await attached.of_form(number)) == 1
    await attachments.remove_from_form(number, file.id)
    assert await attached.of_form(number) == []
    assert files(kept) == []


async def test_files_of_a_form_that_was_never_filed_go_with_it(flow, kept):
    _, number = await form()
    await attachments.add_to_form(number, [PDF])
    with clock.moved(clock.now() + drafts.LIFETIME * 2):
        assert await drafts.forget_expired() == 1
    assert await Attachment.count() == 0
    assert files(kept) == []
