"""Staff at their pages: a browser without script that is logged in as one of the cast."""

import functools
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import httpx
import pytest
from litestar import Litestar

from cases import intake, sorting
from cases.filing_form import CaseDraft
from classifier.prediction import Candidate, Prediction
from tawasul.accounts import sessions
from tawasul.accounts.tables import Staff
from tawasul.core import clock
from tests.web.citizen import Visitor
from web.app import create_app

SUNDAY = datetime(2026, 11, 22, 6, tzinfo=UTC)  # nine in the morning in Bahrain, a working day
CAST = {
    "basim": ("officer", "EWA"),
    "badr": ("officer", "EWA"),
    "dana": ("supervisor", "EWA"),
    "tariq": ("officer", "MOH"),
    "maha": ("supervisor", "MOH"),
    "nadia": ("national_supervisor", None),
    "lulwa": ("call_centre", None),
    "root": ("administrator", None),
}
SURE = Prediction(
    kind="complaint",
    category="ewa-power-outage",
    agency="EWA",
    confidence=0.99,
    decision="route",
    reason="sure",
    needs=None,
    danger=False,
    urgent=False,
    language="en",
    candidates=(Candidate("ewa-power-outage", "EWA", 0.97), Candidate("ewa-bill", "EWA", 0.02)),
    model="of-tests",
    threshold=0.9,
)
UNSURE = replace(SURE, confidence=0.4, decision="triage", reason="unsure")
TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')
REV = re.compile(r'name="rev" value="(\d+)"')


@dataclass
class Browser:
    """One person's browser: it follows nothing by itself and sends forms as the page gave them."""

    client: httpx.AsyncClient
    page: str = field(default="")
    location: str = field(default="")

    async def opens(self, path: str, *, fragment: bool = False) -> httpx.Response:
        answer = await self.client.get(path, headers={"hx-request": "true"} if fragment else {})
        self.page = answer.text
        return answer

    async def sends(self, path: str, *, fragment: bool = False, **typed: str) -> httpx.Response:
        """Send a form of the page that was opened last, with its hidden fields."""
        token, rev = TOKEN.search(self.page), REV.search(self.page)
        assert token is not None
        hidden = {"_csrf_token": token[1], **({"rev": rev[1]} if rev else {})}
        headers = {"hx-request": "true"} if fragment else {}
        return await self.client.post(path, data={**hidden, **typed}, headers=headers)


Opens = Callable[..., Awaitable[Browser]]


@pytest.fixture
def sunday() -> Iterator[datetime]:
    """Time stands still on a working morning."""
    with clock.moved(SUNDAY):
        yield SUNDAY


@pytest.fixture
async def staff(database: str, sunday: datetime) -> dict[str, int]:
    """The cast, by name."""
    rows = [
        Staff(
            username=name,
            name_en=name.title(),
            name_ar=name,
            role=role,
            agency=agency,
            password_hash="none",
            created_at=clock.now(),
        )
        for name, (role, agency) in CAST.items()
    ]
    await Staff.insert(*rows)
    found = await Staff.select(Staff.id, Staff.username)
    return {row["username"]: row["id"] for row in found}


@functools.cache
def _app() -> Litestar:
    """One for all tests of a process: it keeps nothing of a request, and making it takes longer than most of them."""
    return create_app()


@pytest.fixture
async def browser(staff: dict[str, int]) -> AsyncIterator[Opens]:
    """Opens a browser: of somebody of the cast, or of nobody."""
    app = _app()
    opened: list[httpx.AsyncClient] = []

    async def of(name: str | None = None) -> Browser:
        cookies = {"lang": "en", **({"staff": await sessions.open_session(staff[name])} if name else {})}
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)  # type: ignore[arg-type]  # its own types
        client = httpx.AsyncClient(transport=transport, base_url="http://tawasul.test", cookies=cookies)
        opened.append(client)
        return Browser(client)

    yield of
    for client in opened:
        await client.aclose()


@dataclass
class Filing:
    """Amal, who files cases."""

    async def assigned(self, text: str = "No power since Sunday", **said: str) -> str:
        """A case that the program gave to the Electricity and Water Authority; gives its reference."""
        return await self._filed(text, SURE, said)

    async def waiting(self, text: str = "Something is wrong", **said: str) -> str:
        """A case that waits to be sorted by people."""
        return await self._filed(text, UNSURE, said)

    async def needing_a_place(self) -> str:
        candidates = (Candidate("mun-waste", "MUN", 0.8),)
        missing = replace(UNSURE, needs="governorate", category="mun-waste", candidates=candidates)
        return await self._filed("Rubbish everywhere", missing, {})

    async def _filed(self, text: str, prediction: Prediction, said: dict[str, str]) -> str:
        receipt = await intake.file_case(CaseDraft(text=text, language="en", **said))
        await sorting.sort_case(receipt.case_id, lambda text, governorate: prediction)
        return receipt.reference


@pytest.fixture
def amal(staff: dict[str, int]) -> Filing:
    return Filing()


@pytest.fixture
def app(database: str) -> Litestar:
    """The application on the database of this test, which is open already."""
    return _app()


@pytest.fixture
async def http(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Requests from outside, by nobody in particular."""
    transport = httpx.ASGITransport(app, client=("203.0.113.7", 40000))  # type: ignore[arg-type]  # its own types
    async with httpx.AsyncClient(transport=transport, base_url="http://tawasul.test") as client:
        yield client


@pytest.fixture
def visitor(http: httpx.AsyncClient) -> Visitor:
    """A citizen's browser."""
    return Visitor(http)
