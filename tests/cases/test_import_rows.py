"""One row of a file of cases: what it says, and every fault at its column."""

from datetime import UTC, date, datetime

import pytest

from cases.filing_form import Known
from cases.import_rows import read

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
FIRST = date(2026, 1, 1)
KNOWN = Known(frozenset({"capital"}), {"manama": "capital"}, frozenset({"ewa-bill"}))
ROW = {"external_id": "A-1", "text": "No water", "received_at": "2026-11-20 09:00"}


def test_a_row_says_a_case_and_the_rest_is_usual() -> None:
    found = read(ROW, KNOWN, (FIRST, NOW))
    assert (found.number, found.draft.language, found.draft.channel) == ("A-1", "en", "counter")
    assert found.received_at == datetime(2026, 11, 20, 6, tzinfo=UTC)  # an instant without a zone is Bahrain's


@pytest.mark.parametrize(
    ("said", "column", "code"),
    [
        ({"external_id": " "}, "external_id", "needs_external_id"),
        ({"external_id": "x" * 101}, "external_id", "field_too_long"),
        ({"text": ""}, "text", "empty"),
        ({"text": "a\x00b"}, "text", "control"),
        ({"received_at": "yesterday"}, "received_at", "bad_instant"),
        ({"received_at": "0001-01-01T00:00:00+05:00"}, "received_at", "bad_instant"),
        ({"received_at": "2026-11-23"}, "received_at", "in_future"),
        ({"received_at": "2025-12-31 23:59"}, "received_at", "before_promises"),
        ({"kind": "praise"}, "kind", "unknown"),
        ({"language": "fr"}, "language", "unknown"),
        ({"channel": "pigeon"}, "channel", "unknown"),
        ({"category": "none"}, "category", "unknown"),
        ({"governorate": "atlantis"}, "governorate", "unknown"),
        ({"email": "nobody"}, "email", "bad_email"),
    ],
)
def test_each_fault_is_told_once_at_its_column(said: dict[str, str], column: str, code: str) -> None:
    assert [(fault.field, fault.code) for fault in read({**ROW, **said}, KNOWN, (FIRST, NOW))] == [(column, code)]
