"""The cast on a real application: people with browsers, a worker that does what waits, and time that is moved."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from cases import (
    access,
    attachments,
    comparing,
    daily,
    escalation,
    export_files,
    import_files,
    mailings,
    moved_dates,
    orphans,
    sorting,
    succession,
    timetable,
    training,
    waits,
    watch,
)
from cases.moves import stream
from cases.passing_tables import TransferProposal
from cases.tables import Case
from classifier.prediction import Candidate, Prediction
from sla import sweep
from sla.views import ClockView, final_replies
from tawasul import audit
from tawasul.accounts import sessions, telling, views
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import StaffView
from tawasul.core import clock
from tawasul.notify import deliver, to_staff
from tawasul.notify.tables import Letter
from tawasul.outbox import relay
from tests.wordwise import Wordwise
from web.app import create_app
from web.guards import COOKIE

SUNDAY = datetime(2026, 11, 22, 6, tzinfo=UTC)  # nine in the morning in Bahrain; fourteen days later is 10 December
CAST = {
    "basim": ("officer", "EWA"),
    "badr": ("officer", "EWA"),
    "dana": ("supervisor", "EWA"),
    "huda": ("head", "EWA"),
    "tariq": ("officer", "MOH"),
    "maha": ("supervisor", "MOH"),
    "maryam": ("officer", "MUN-MUH"),
    "nadia": ("national_supervisor", None),
    "omar": ("minister_office", None),
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
    candidates=(
        Candidate("ewa-power-outage", "EWA", 0.97),
        Candidate("ewa-bill", "EWA", 0.02),
        Candidate("mow-pothole", "MOW", 0.01),
    ),
    model="of-tests",
    threshold=0.9,
)
_TOKEN = re.compile(r'name="_csrf_token" value="([^"]+)"')


class Browser:
    """Somebody in front of a page: opens it, fills in its form, follows where it leads."""

    def __init__(self, app: Litestar) -> None:
        transport = httpx.ASGITransport(app=app)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", follow_redirects=True)
        self.http.headers["Accept-Language"] = "en"
        self.page = ""

    async def open(self, path: str) -> str:
        answer = await self.http.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        self.page = answer.text
        return self.words

    async def send(self, path: str, *, status: int = 200, **fields: str) -> str:
        """Send a form of the page that is open."""
        token = _TOKEN.search(self.page)
        assert token, "the open page has no form"
        answer = await self.http.post(path, data={**fields, "_csrf_token": html.unescape(token[1])})
        assert answer.status_code == status, (path, answer.status_code, answer.text[:2000])
        self.page = answer.text
        return self.words

    @property
    def words(self) -> str:
        """What can be read on the page."""
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", self.page)))


@dataclass
class Flow:
    """One story: who takes part in it, and what the worker and the ticker do meanwhile."""

    app: Litestar
    people: dict[str, StaffView] = field(default_factory=dict)
    prediction: Prediction | None = SURE
    trainer: training.Trainer | None = None

    def __getattr__(self, name: str) -> StaffView:
        return self.people[name]

    def public(self) -> Browser:
        return Browser(self.app)

    async def desk(self, name: str) -> Browser:
        """The browser of a member of staff who is logged in."""
        browser = Browser(self.app)
        browser.http.cookies.set(COOKIE, await sessions.open_session(self.people[name].id))
        return browser

    async def files(self, text: str = "No power in our street", **said: Any) -> int:
        """Amal files a case by the API, and the worker sorts it; gives its id."""
        body = {"text": text, "language": "en", "contact": {"email": "amal@example.org"}, **said}
        answer = await self.public().http.post("/api/v1/cases", json=body)
        assert answer.status_code == 201, answer.text
        await self.work()
        row = await Case.select(Case.id).where(Case.reference == answer.json()["reference"]).first()
        assert row is not None
        case_id: int = row["id"]
        return case_id

    async def work(self) -> None:
        """What the worker does, with the prediction of this story, until nothing waits."""
        jobs = {
            "cases.jobs.inspect_attachment": attachments.inspect,
            "cases.jobs.sort_case": lambda case_id: sorting.sort_case(case_id, self._predictor()),
            "cases.jobs.suggest": lambda number: sorting.suggest(number, self._predictor()),
            training.TRAIN: lambda number: training.train(number, self.trainer),
            "cases.jobs.compare": lambda case_id: comparing.compare(case_id, Wordwise()),
            "cases.jobs.remember": lambda case_id: comparing.remember(case_id, Wordwise()),
            "cases.jobs.escalate": escalation.escalate,
            "cases.jobs.time_is_up": waits.time_is_up,
            timetable.KEEP: lambda name, day: daily.keep(name, date.fromisoformat(day)),
            "cases.jobs.apply_calendar": moved_dates.apply,
            "cases.jobs.tell_moved": moved_dates.tell,
            succession.MOVE: succession.move_cases,
            mailings.SEND: mailings.send_one,
            import_files.CHECK: import_files.check,
            import_files.TAKE_IN: import_files.take_in,
            export_files.WRITE: export_files.write,
            orphans.REMOVE: orphans.remove,
            "tawasul.notify.jobs.deliver": deliver.deliver,
            telling.JOB: to_staff.tell,
        }
        while leased := await relay.lease(50, timedelta(minutes=5)):
            for row in leased:
                await jobs[row.job](*row.args)
                await relay.done(row.id)

    def _predictor(self) -> sorting.Predictor | None:
        """Says what the story wants; where it wants nothing, the running model speaks."""
        said = self.prediction
        return (lambda text, place: said) if said else None

    async def ticks(self, instant: datetime, *, times: int = 1) -> None:
        """The ticker looks at an instant, and the worker does what follows."""
        with clock.moved(instant):
            for _ in range(times):
                await sweep.run(watch.apply)
                await self.work()

    async def case(self, case_id: int) -> dict[str, Any]:
        found = await Case.select().where(Case.id == case_id).first()
        assert found is not None
        return found

    async def path(self, case_id: int) -> str:
        return f"/desk/cases/{(await self.case(case_id))['reference']}"

    async def acts_on(self, name: str, case_id: int, act: str, **typed: str) -> str:
        """A member of staff opens a case and sends one of its forms."""
        desk, path = await self.desk(name), await self.path(case_id)
        await desk.open(path)
        words = await desk.send(f"{path}/{act}", rev=await self.rev(case_id), **typed)
        await self.work()
        return words

    async def proposal(self) -> int:
        """The proposal to pass a case on that waits."""
        row = await TransferProposal.select(TransferProposal.id).where(TransferProposal.state == "open").first()
        assert row is not None
        number: int = row["id"]
        return number

    async def takes_over(self) -> None:
        """Maha takes the case that is proposed to her agency."""
        desk, number = await self.desk("maha"), await self.proposal()
        await desk.open(f"/desk/transfers/{number}")
        await desk.send(f"/desk/transfers/{number}/accept")
        await self.work()

    async def citizen(self, case_id: int) -> Browser:
        """Amal's browser on the page of her case, opened with the pair of her receipt."""
        browser, reference = self.public(), (await self.case(case_id))["reference"]
        await browser.open("/track")
        await browser.send("/track", reference=reference, code=await self.code(case_id))
        return browser

    async def rev(self, case_id: int) -> str:
        return str((await self.case(case_id))["rev"])

    async def code(self, case_id: int) -> str:
        return access.code_of(case_id, (await self.case(case_id))["access_version"])

    async def promise(self, case_id: int) -> ClockView:
        return (await final_replies([case_id]))[case_id]

    async def acts(self, case_id: int) -> list[str]:
        return [line.act for line in await audit.history(stream(case_id))]

    async def letters(self, template: str) -> list[str]:
        """Whom letters of a kind went to: names of staff, or "citizen"."""
        names = {person.id: name for name, person in self.people.items()}
        rows = await Letter.select().where(Letter.template == template).order_by(Letter.id)
        assert {row["state"] for row in rows} <= {"sent"}, rows
        return [names.get(row["staff_id"], "citizen") for row in rows]


@pytest.fixture
def sunday() -> Iterator[datetime]:
    """Time stands still on a working morning."""
    with clock.moved(SUNDAY):
        yield SUNDAY


@pytest.fixture
async def flow(database: str, sunday: datetime) -> Flow:
    """The cast on a fresh database, and the application in front of it."""
    rows = [
        Staff(
            username=name,
            name_en=name.title(),
            name_ar=name,
            email=f"{name}@example.org",
            role=role,
            agency=agency,
            password_hash="none",
            created_at=clock.now(),
        )
        for name, (role, agency) in CAST.items()
    ]
    await Staff.insert(*rows)
    found = await Staff.select(*views.COLUMNS)
    return Flow(create_app(), {row["username"]: views.view(row) for row in found})
