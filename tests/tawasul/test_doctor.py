"""`tawasul doctor`: what is missing, and what to do about it."""

import pytest

from tests.ports import free_port


def line(result, subject: str) -> str:
    return next(found for found in result.output.splitlines() if f" {subject}: " in found)


@pytest.fixture
def doctor(run, database_url):
    def examine(**said: str):
        return run("doctor", **{"DATABASE_URL": database_url, **said})

    return examine


def test_a_sound_machine_has_no_faults(doctor) -> None:
    result = doctor()
    assert result.exit_code == 0, result.output
    assert "FAULT" not in result.output
    assert "tawasul serve" in line(result, "processes")


def test_pending_migrations_are_a_fault(run, blank_database_url) -> None:
    result = run("doctor", DATABASE_URL=blank_database_url)
    assert result.exit_code == 1
    assert "run: tawasul migrate" in line(result, "database")


def test_a_database_that_does_not_answer_is_a_fault(run) -> None:
    result = run("doctor", DATABASE_URL=f"postgres://postgres@127.0.0.1:{free_port()}/nowhere")
    assert result.exit_code == 1
    assert "TAWASUL_DATABASE_URL" in line(result, "database")


def test_a_broker_and_a_mail_server_that_do_not_answer_are_faults(doctor) -> None:
    result = doctor(BROKER_URL=f"amqp://127.0.0.1:{free_port()}", SMTP_URL=f"smtp://127.0.0.1:{free_port()}")
    assert result.exit_code == 1
    assert "TAWASUL_BROKER_URL" in line(result, "queue")
    assert "TAWASUL_SMTP_URL" in line(result, "letters")


def test_a_missing_model_is_a_fault(doctor, tmp_path) -> None:
    result = doctor(MODEL=str(tmp_path / "nothing"))
    assert result.exit_code == 1
    assert "tawasul classifier train" in line(result, "sorter")


def test_a_demonstration_in_production_is_a_fault(run, doctor, database_url) -> None:
    assert run("demo", "--cases", "2", DATABASE_URL=database_url).exit_code == 0
    assert doctor().exit_code == 0
    result = doctor(ENVIRONMENT="production", PUBLIC_URL="https://tawasul.example")
    assert result.exit_code == 1
    assert "FAULT" in line(result, "demonstration")
