"""Programs read what a citizen is asked, and answer for them."""

import httpx
import pytest

from cases.tables import Question
from tawasul.core import clock

CASES = "/api/v1/cases"


async def test_a_question_is_read_with_the_end_of_its_pause(
    http: httpx.AsyncClient, asked: tuple[str, dict[str, str]]
) -> None:
    address, headers = asked
    case = (await http.get(address, headers=headers)).json()
    assert (case["status"], case["paused"]) == ("waiting_for_citizen", True)
    assert case["question"]["text"] == "Which house is it?"
    assert set(case["question"]) == {"text", "asked_at", "pause_ends_at"}
    assert case["question"]["asked_at"] < case["question"]["pause_ends_at"] <= case["due_at"]


async def test_an_answer_lets_the_count_go_on(http: httpx.AsyncClient, asked: tuple[str, dict[str, str]]) -> None:
    address, headers = asked
    answer = await http.post(f"{address}/answer", json={"answer": "The second one."}, headers=headers)
    assert answer.status_code == 200
    case = answer.json()
    assert (case["status"], case["paused"], case["question"]) == ("in_progress", False, None)
    assert (await Question.select().first())["ended_at"] <= clock.now()


@pytest.mark.parametrize(
    ("body", "status", "fault"),
    [
        ({"answer": ""}, 422, ("answer", "empty_field")),
        ({}, 422, ("answer", "empty_field")),
        ({"answer": 5}, 422, ("answer", "wrong_type")),
        ({"answer": "Here", "age": 3}, 422, ("age", "unknown_field")),
        ([], 400, ("", "not_json")),
    ],
)
async def test_what_is_no_answer(
    http: httpx.AsyncClient, asked: tuple[str, dict[str, str]], body: object, status: int, fault: tuple[str, str]
) -> None:
    address, headers = asked
    answer = await http.post(f"{address}/answer", json=body, headers=headers)
    assert answer.status_code == status
    assert fault in {(found["field"], found["code"]) for found in answer.json()["errors"]}
    assert (await Question.select(Question.ended).first())["ended"] is None


async def test_a_second_answer_is_a_conflict(http: httpx.AsyncClient, asked: tuple[str, dict[str, str]]) -> None:
    address, headers = asked
    await http.post(f"{address}/answer", json={"answer": "Here"}, headers=headers)
    assert (await http.post(f"{address}/answer", json={"answer": "There"}, headers=headers)).status_code == 409


async def test_without_the_code_there_is_no_such_case(
    http: httpx.AsyncClient, asked: tuple[str, dict[str, str]]
) -> None:
    address, _ = asked
    wrong = await http.post(f"{address}/answer", json={"answer": "Here"}, headers={"X-Access-Code": "00000000"})
    without = await http.post(f"{address}/answer", json={"answer": "Here"})
    assert (wrong.status_code, without.status_code) == (404, 404)
