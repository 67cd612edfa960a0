"""Bringing a database to this version."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from tawasul.core import db
from tawasul.core.db.migrate import known

ROOT = Path(__file__).parents[4]
_ONE_MIGRATOR = """
import asyncio, sys
from tawasul.core import db
async def main():
    db.connect(sys.argv[1])
    sys.stdout.write("ready\\n")
    sys.stdout.flush()
    sys.stdout.write(str(len(await db.migrate())))
    await db.close_pool()
asyncio.run(main())
"""


def files_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def every_migration() -> int:
    return sum(len(names) for names in known().values())


@pytest.fixture
async def blank(blank_database_url: str):
    db.connect(blank_database_url)
    yield blank_database_url
    await db.close_pool()


async def test_what_is_pending_is_applied_once_and_in_silence(blank: str, capfd: pytest.CaptureFixture[str]):
    import_path = list(sys.path)
    todo = await db.pending()
    assert len(todo) == every_migration() > 8
    assert await db.migrate() == todo
    assert await db.pending() == await db.migrate() == []
    assert capfd.readouterr().out == ""
    assert sys.path == import_path


async def test_a_room_is_migrated_after_those_it_needs(blank: str):
    rooms = list(dict.fromkeys(line.split(" ")[0] for line in await db.pending()))
    assert rooms[:2] == ["core", "accounts"]
    assert rooms[-1] == "cases"


async def test_asking_what_is_pending_makes_no_file(tmp_path: Path):
    db.connect(f"sqlite:///{tmp_path / 'new.sqlite'}")
    assert await db.pending()
    assert files_in(tmp_path) == []


async def test_the_folder_of_the_file_is_made(tmp_path: Path):
    db.connect(f"sqlite:///{tmp_path / 'some' / 'folder' / 'new.sqlite'}")
    await db.migrate()
    assert (tmp_path / "some" / "folder" / "new.sqlite").exists()
    await db.close_pool()


async def migrator(url: str) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _ONE_MIGRATOR, url, stdout=subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    return process


async def test_of_several_processes_one_migrates_and_the_others_wait(blank: str):
    started = await asyncio.gather(*(migrator(blank) for _ in range(3)))
    answers = sorted([int((await process.communicate())[0]) for process in started])
    assert answers == [0, 0, every_migration()]
    assert await db.pending() == []


async def test_killed_while_it_migrates_it_is_continued_by_the_next(blank: str):
    todo = await db.pending()
    for patience in (0.15, 0.2, 0.25, 0.3):
        process = await migrator(blank)
        await asyncio.sleep(patience)
        if process.returncode is None:
            process.kill()
        await process.communicate()
        left = await db.pending()
        assert left == todo[len(todo) - len(left) :]
    assert await db.migrate() == left
    assert await db.pending() == []


async def test_a_failed_migration_leaves_nothing_of_itself(blank: str):
    first = (await db.pending())[0].split(" ")[1]
    await db.fetch("CREATE TABLE heartbeat (id INTEGER PRIMARY KEY)")
    with pytest.raises(db.DatabaseError):
        await db.migrate()
    assert first in (await db.pending())[0]
    await db.fetch("DROP TABLE heartbeat")
    assert len(await db.migrate()) == every_migration()
