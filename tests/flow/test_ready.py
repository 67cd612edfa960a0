"""Whether a process is fit to answer: alone it needs nobody, under `serve` it waits until all three work."""

from collections.abc import AsyncIterator

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from tawasul.core import heartbeat, lifeline
from web.app import create_app


@pytest.fixture
async def client(database: str) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with AsyncTestClient(create_app()) as client:
        yield client


async def test_alone_the_others_are_only_warnings(client: AsyncTestClient[Litestar]) -> None:
    answer = await client.get("/health/ready")
    assert answer.status_code == 200
    silent = [line["process"] for line in answer.json()["warnings"] if line["code"] == "never_beaten"]
    assert {"worker", "ticker"} <= set(silent)


async def test_under_serve_it_is_ready_once_all_three_have_beaten(
    client: AsyncTestClient[Litestar], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(lifeline.VARIABLE, "0")
    answers = []
    for process in ("web", "worker", "ticker"):
        answers.append((await client.get("/health/ready")).status_code)
        await heartbeat.beat(process)
    answers.append((await client.get("/health/ready")).status_code)
    assert answers == [503, 503, 503, 200]
