"""No log line holds a text, a contact, a cookie or a token."""

import logging
from collections.abc import Iterator

import httpx
import pytest
import structlog
from structlog.testing import LogCapture

from tests.web.citizen import Visitor

SECRET_TEXT = "a very particular leak in the bathroom"
CONTACT = {"name": "Amal Al-Nonesuch", "email": "amal.nonesuch@example.com", "mobile": "39871234", "anonymous": "no"}


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Everything that is logged, by us and by libraries, down to the finest level."""
    caplog.set_level(logging.DEBUG)
    captured = LogCapture()
    structlog.configure(processors=[captured], cache_logger_on_first_use=False)
    lines: list[str] = []
    monkeypatch.setattr(caplog.handler, "emit", lambda record: lines.append(record.getMessage() + str(record.args)))
    captured.entries = _Lines(lines)  # type: ignore[assignment]  # keeps what is appended as text
    yield lines
    structlog.reset_defaults()


class _Lines(list[object]):
    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines

    def append(self, entry: object) -> None:
        self.lines.append(str(entry))


def leaks(lines: list[str], secrets: list[str]) -> list[str]:
    # The test's own client logs the addresses that it asks for; they are judged by what is in them all the same.
    return [line for line in lines for secret in secrets if secret and secret.lower() in line.lower()]


async def test_filing_and_following_leave_nothing_of_the_citizen_in_the_logs(visitor: Visitor, told: list[str]) -> None:
    reference, code = await visitor.files(SECRET_TEXT, **CONTACT)
    await visitor.opens("/track")
    await visitor.sends("/track", reference=reference, code="0000-0000")
    await visitor.sends("/track", reference=reference, code=code)
    await visitor.follows()
    cookies = [value for value in visitor.http.cookies.values() if len(value) > 8]
    secrets = [SECRET_TEXT, code, code.replace("-", ""), *cookies, *CONTACT.values()]
    assert leaks(told, [secret for secret in secrets if len(secret) > 3]) == []


async def test_a_fault_of_ours_is_logged_without_the_request(
    http: httpx.AsyncClient, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the cable is out")

    monkeypatch.setattr("cases.intake.file_case", fails)
    transport = http._transport
    assert isinstance(transport, httpx.ASGITransport)
    transport.raise_app_exceptions = False
    answer = await http.post("/api/v1/cases", json={"text": SECRET_TEXT, "contact": {"email": CONTACT["email"]}})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "cable" not in answer.text
    assert any("request failed" in line for line in told)
    assert leaks(told, [SECRET_TEXT, CONTACT["email"]]) == []
