"""Settings are read once, and every fault is told at once with what to do."""

from pathlib import Path

import pytest

from tawasul.core.settings import SettingsError, read

KEY = {"TAWASUL_SECRET_KEY": "k" * 40}


def test_nothing_set_is_one_machine_with_sqlite(tmp_path: Path) -> None:
    found = read({"TAWASUL_DATA": str(tmp_path)})
    assert found.database_url == f"sqlite:///{tmp_path}/tawasul.sqlite"
    assert (found.host, found.port, found.embedded) == ("127.0.0.1", 8000, True)
    assert found.public_url == "http://127.0.0.1:8000"


def test_the_key_of_a_data_folder_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = read({"TAWASUL_DATA": str(tmp_path)}).secret_key
    assert first == read({"TAWASUL_DATA": str(tmp_path)}).secret_key
    assert len(first) >= 32
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    wrong = {
        "TAWASUL_DATA": str(tmp_path),
        "TAWASUL_PORT": "99999",
        "TAWASUL_DATABASE_URL": "mysql://here",
        "TAWASUL_BROKER_URL": "http://there",
        "TAWASUL_TRUSTED_PROXIES": "10.0.0.0/8, nonsense",
        "TAWASUL_DEMO": "maybe",
        "TAWASUL_KIOSK_CAMERA": "perhaps",
        "TAWASUL_SECOND_FACTOR": "sometimes",
        "TAWASUL_SECRET_KEY": "short",
    }
    with pytest.raises(SettingsError) as refusal:
        read(wrong)
    told = "\n".join(refusal.value.faults)
    names = [name for name in wrong if name != "TAWASUL_DATA"]
    assert [name for name in names if name not in told] == []


def test_no_fault_prints_a_password(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refusal:
        read({**KEY, "TAWASUL_DATA": str(tmp_path), "TAWASUL_DATABASE_URL": "mysql://amal:hidden@here/db"})
    assert "hidden" not in str(refusal.value)


def test_production_needs_a_key_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TAWASUL_SECRET_KEY"):
        read({"TAWASUL_DATA": str(tmp_path), "TAWASUL_ENVIRONMENT": "production"})


def test_cookies_are_for_tls_alone_where_the_public_address_has_it(tmp_path: Path) -> None:
    given = {**KEY, "TAWASUL_DATA": str(tmp_path)}
    assert read({**given, "TAWASUL_PUBLIC_URL": "https://tawasul.example/"}).secure_cookies
    assert not read(given).secure_cookies


def test_the_key_of_the_seal_is_given_or_made_beside_the_data_but_never_in_production(tmp_path: Path) -> None:
    own = {**KEY, "TAWASUL_DATA": str(tmp_path / "own")}
    assert read(own).seal_key() is None
    made = read(own).seal_key(make=True)
    assert made
    assert made == read(own).seal_key()
    assert (tmp_path / "own" / "seal.key").stat().st_mode & 0o077 == 0
    assert read({**own, "TAWASUL_SEAL_KEY": "s" * 32}).seal_key() == b"s" * 32
    production = {**KEY, "TAWASUL_DATA": str(tmp_path / "many"), "TAWASUL_ENVIRONMENT": "production"}
    assert read(production).seal_key(make=True) is None
