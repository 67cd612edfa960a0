"""Setting up: migrations, reference data, and a demonstration only where nobody could mind."""

from dataclasses import replace
from pathlib import Path

import pytest

from tawasul import setup
from tawasul.core import db, heartbeat
from tawasul.core.settings import Settings, read
from tawasul.demo import is_empty


def settings_of(folder: Path, **said: str) -> Settings:
    return read({"TAWASUL_DATA": str(folder), "TAWASUL_SECRET_KEY": "k" * 40, **said})


@pytest.fixture
async def blank(blank_database_url: str):
    db.connect(blank_database_url)
    await db.open_pool()
    yield blank_database_url
    await db.close_pool()


async def test_a_blank_machine_is_made_ready(blank: str, tmp_path: Path) -> None:
    said = await setup.set_up(settings_of(tmp_path / "new", TAWASUL_DEMO="never", TAWASUL_PORT="8123"))
    assert await db.pending() == []
    assert (tmp_path / "new" / "attachments").is_dir()
    assert "http://127.0.0.1:8123/login" in said
    assert "tawasul user add" in said
    assert await is_empty()


async def test_signs_of_life_of_an_earlier_run_are_forgotten(database: str, tmp_path: Path) -> None:
    await heartbeat.beat("worker")
    await setup.set_up(settings_of(tmp_path, TAWASUL_DEMO="never"))
    assert await heartbeat.latest() == []


def test_a_demonstration_comes_by_itself_only_on_ones_own_machine(tmp_path: Path) -> None:
    local = settings_of(tmp_path)
    assert setup.wants_demo(local)
    assert setup.wants_demo(replace(local, host="::1"))
    assert setup.wants_demo(replace(local, host="localhost"))
    assert not setup.wants_demo(replace(local, host="0.0.0.0"))
    assert not setup.wants_demo(replace(local, host="tawasul.example"))
    assert not setup.wants_demo(replace(local, demo="never"))
    assert not setup.wants_demo(replace(local, production=True))
    assert not setup.wants_demo(replace(local, database_url="postgres://postgres@127.0.0.1/tawasul"))
