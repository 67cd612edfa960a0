"""The command line itself: light to start, and plain about wrong settings."""

import subprocess
import sys

from tawasul.cli import COMMANDS, main


def test_every_command_is_there(run) -> None:
    shown = run("--help").output
    assert all(name in shown for name in COMMANDS)
    assert all(main.get_command(None, name) is not None for name in COMMANDS)


def test_an_unknown_command_is_refused(run) -> None:
    assert run("conquer").exit_code == 2


def test_all_wrong_settings_are_told_at_once_with_what_to_do(run) -> None:
    result = run("migrate", PORT="many", DATABASE_URL="mysql://x", BROKER_URL="kafka://y", ENVIRONMENT="moon")
    assert result.exit_code == 1
    for name in ("PORT", "DATABASE_URL", "BROKER_URL", "ENVIRONMENT"):
        assert f"TAWASUL_{name}" in result.output
    assert "1 to 65535" in result.output


def test_production_without_a_key_is_refused(run) -> None:
    result = run("migrate", ENVIRONMENT="production", SECRET_KEY="")
    assert (result.exit_code, "TAWASUL_SECRET_KEY is missing" in result.output) == (1, True)


def test_a_data_folder_that_cannot_be_made_is_said(run, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    result = run("migrate", DATA=str(tmp_path / "file" / "data"))
    assert (result.exit_code, "TAWASUL_DATA" in result.output) == (1, True)


def test_asking_for_help_loads_no_room() -> None:
    rooms = "{'litestar', 'dramatiq', 'torch', 'piccolo'}"
    code = f"import sys; from tawasul.cli import main; assert not {rooms} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
