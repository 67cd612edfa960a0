"""The commands as an operator calls them, on a database of the test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tawasul.cli import main
from tawasul.commands import common
from tawasul.core.settings import settings

Run = Callable[..., Result]
KEY = "the-key-of-the-tests-is-no-secret-at-all"


@pytest.fixture
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Sets what the environment says, for this test alone; read anew by whoever asks."""
    for name in ("DATABASE_URL", "BROKER_URL", "SMTP_URL", "ENVIRONMENT", "PORT", "MODEL", "SEAL_KEY"):
        monkeypatch.delenv(f"TAWASUL_{name}", raising=False)

    def say(**said: str) -> None:
        for name, value in said.items():
            monkeypatch.setenv(f"TAWASUL_{name}", value)
        settings.cache_clear()

    say(DATA=str(tmp_path / "data"), SECRET_KEY=KEY)
    yield say
    settings.cache_clear()


@pytest.fixture
def run(own_settings: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls one command with its words, with settings as keywords; logs stay with pytest."""
    monkeypatch.setattr(common.log, "configure", lambda _settings: None)

    def call(*words: str, stdin: str | bytes | None = None, **said: str) -> Result:
        own_settings(**said)
        result = CliRunner().invoke(main, words, input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return call
