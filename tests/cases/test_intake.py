"""Filing: everything belongs together, the promise is known at once, and the same again is one case."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from cases import access, intake, reference
from cases.contacts import PURPOSE
from cases.filing_form import CaseDraft
from cases.intake import Origin
from cases.tables import Case, Contact, Filing
from sla.tables import Clock
from tawasul.audit.tables import Entry
from tawasul.core import clock
from tawasul.core.errors import Conflict, Invalid
from tawasul.core.seal import fingerprint, unseal
from tawasul.notify.tables import Letter
from tawasul.outbox.tables import OutboxMessage

pytestmark = pytest.mark.usefixtures("database", "sunday")
DRAFT = CaseDraft("No power since Sunday", language="en", email="Amal@example.org", name="Amal")


async def counts():
    tables = (Case, Contact, Clock, Filing, Letter, OutboxMessage)
    return [len(await entries()), *[await table.count() for table in tables]]


async def entries():
    """The history of cases, without that of the reference data."""
    return await Entry.select().where(Entry.stream.like("case:%")).order_by(Entry.id)


async def test_the_receipt_says_number_code_and_date():
    receipt = await intake.file_case(DRAFT)
    assert reference.is_valid(receipt.reference)
    assert access.matches(receipt.case_id, 1, receipt.access_code)
    assert (receipt.status, receipt.again) == ("received", False)
    promise = await Clock.select().first()
    assert (promise["case_id"], promise["kind"], promise["due_at"]) == (receipt.case_id, "final_reply", receipt.due_at)


async def test_everything_is_stored_together():
    await intake.file_case(DRAFT)
    assert await counts() == [1, 1, 1, 1, 0, 1, 2]  # the outbox: the sorting and the letter


async def test_a_fault_stores_nothing():
    with pytest.raises(Invalid):
        await intake.file_case(replace(DRAFT, text=""))
    assert await counts() == [0] * 7


async def test_whoever_leaves_no_contact_gets_no_letter():
    await intake.file_case(CaseDraft("No power"))
    assert await counts() == [1, 1, 0, 1, 0, 0, 1]


async def test_contacts_are_sealed_and_found_by_a_keyed_print():
    await intake.file_case(DRAFT)
    row = await Contact.select().first()
    assert "amal" not in f"{row['email']}{row['name']}".lower()
    assert unseal(row["email"], purpose=PURPOSE) == "Amal@example.org"
    assert row["email_fingerprint"] == fingerprint("amal@example.org", purpose=PURPOSE)


async def test_history_holds_neither_words_nor_names():
    await intake.file_case(DRAFT)
    [entry] = await entries()
    assert entry["act"] == "filed"
    assert not any(word in entry["data"].lower() for word in ("amal", "power"))


async def test_a_named_area_says_the_governorate():
    receipt = await intake.file_case(replace(DRAFT, area="hidd"))
    row = await Case.select().where(Case.id == receipt.case_id).first()
    assert row["governorate"] == "muharraq"


async def test_the_kind_is_a_complaint_unless_said():
    said, unsaid = await intake.file_case(replace(DRAFT, kind="inquiry")), await intake.file_case(DRAFT)
    rows = {row["id"]: (row["kind"], row["kind_given"]) for row in await Case.select()}
    assert rows == {said.case_id: ("inquiry", True), unsaid.case_id: ("complaint", False)}


async def test_the_same_key_and_case_give_the_same_receipt():
    first = await intake.file_case(DRAFT, key="one")
    before = await counts()
    with clock.moved(clock.now() + timedelta(days=2)):
        again = await intake.file_case(replace(DRAFT, text="No power since Sunday \n"), key="one")
    assert again == replace(first, again=True)
    assert await counts() == before


async def test_the_same_key_with_another_case_is_refused():
    await intake.file_case(DRAFT, key="one")
    with pytest.raises(Conflict, match="key_reused"):
        await intake.file_case(replace(DRAFT, text="Another"), key="one")
    assert await Case.count() == 1


async def test_two_at_once_with_one_key_file_one_case():
    receipts = await asyncio.gather(*(intake.file_case(DRAFT, key="one") for _ in range(4)))
    assert len({receipt.reference for receipt in receipts}) == 1
    assert sorted(receipt.again for receipt in receipts) == [False, True, True, True]
    assert await Case.count() == 1


async def test_two_at_once_with_one_key_and_other_words_file_one_case():
    drafts = (DRAFT, replace(DRAFT, text="Another"))
    done = await asyncio.gather(*(intake.file_case(draft, key="one") for draft in drafts), return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["Conflict", "Receipt"]


async def test_neither_key_nor_words_can_be_guessed_from_what_is_kept():
    await intake.file_case(DRAFT, key="one")
    first = await Filing.select().first()
    assert "one" not in first["key_hash"]
    assert first["body_hash"] == intake._print_of(DRAFT)
    assert first["fields"] is None


async def test_a_taken_number_is_not_given_twice(monkeypatch):
    first = await intake.file_case(DRAFT)
    numbers = iter([first.reference, first.reference, "264819031"])
    monkeypatch.setattr(reference, "make", lambda: next(numbers))
    assert (await intake.file_case(DRAFT)).reference == "264819031"


async def test_a_case_on_paper_counts_from_the_day_it_came():
    earlier = clock.now() - timedelta(days=7)
    receipt = await intake.file_case(DRAFT, origin=Origin(received_at=earlier))
    assert receipt.due_at < (await intake.file_case(DRAFT)).due_at
    assert (await Clock.select().first())["started_at"] == earlier


async def test_a_case_cannot_come_tomorrow():
    with pytest.raises(Invalid) as refused:
        await intake.file_case(DRAFT, origin=Origin(received_at=clock.now() + timedelta(microseconds=1)))
    assert [(fault.field, fault.code) for fault in refused.value.faults] == [("received_at", "in_future")]
    assert await counts() == [0] * 7


async def test_the_letter_holds_no_code_and_no_words():
    receipt = await intake.file_case(DRAFT)
    letter = await Letter.select().first()
    assert (letter["template"], letter["channel"]) == ("receipt", "email")
    assert receipt.access_code not in letter["params"]
    assert "power" not in letter["params"]
