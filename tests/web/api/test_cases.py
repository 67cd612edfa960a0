"""Filing and following a case by program."""

import json
from typing import Any

import httpx
import pytest

from cases.reference import make
from tawasul.core.db import fetch

CASES = "/api/v1/cases"
CASE: dict[str, Any] = {"text": "No water in our building since Sunday", "kind": "complaint", "governorate": "capital"}


async def count() -> int:
    return int((await fetch('SELECT COUNT(*) AS "n" FROM "case_"'))[0]["n"])


async def filed(http: httpx.AsyncClient) -> dict[str, Any]:
    answer: dict[str, Any] = (await http.post(CASES, json=CASE)).json()
    return answer


def faults(answer: httpx.Response) -> set[tuple[str, str]]:
    return {(fault["field"], fault["code"]) for fault in answer.json()["errors"]}


async def test_a_filed_case_gets_reference_code_and_date(http: httpx.AsyncClient) -> None:
    answer = await http.post(CASES, json=CASE)
    receipt = answer.json()
    assert answer.status_code == 201
    assert set(receipt) == {"reference", "access_code", "status", "due_at", "track_url"}
    assert len(receipt["reference"]) == 9
    assert receipt["status"] == "received"
    assert receipt["due_at"].endswith("Z")
    assert receipt["track_url"].startswith("http")


async def test_the_same_key_and_body_give_the_same_receipt(http: httpx.AsyncClient) -> None:
    headers = {"Idempotency-Key": "one"}
    first = await http.post(CASES, json=CASE, headers=headers)
    again = await http.post(CASES, json=CASE, headers=headers)
    assert (again.status_code, again.json()) == (201, first.json())
    assert await count() == 1


async def test_the_same_key_with_another_body_is_a_conflict(http: httpx.AsyncClient) -> None:
    headers = {"Idempotency-Key": "one"}
    await http.post(CASES, json=CASE, headers=headers)
    answer = await http.post(CASES, json={**CASE, "text": "Something else"}, headers=headers)
    assert answer.status_code == 409
    assert faults(answer) == {("", "key_reused")}
    assert await count() == 1


@pytest.mark.parametrize("key", ["", "x" * 65])
async def test_a_key_that_is_empty_or_too_long_is_refused(http: httpx.AsyncClient, key: str) -> None:
    answer = await http.post(CASES, json=CASE, headers={"Idempotency-Key": key})
    assert (answer.status_code, faults(answer)) == (422, {("Idempotency-Key", "key_too_long")})


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"text": ""}, ("text", "empty")),
        ({"text": " \n\t\u00a0 "}, ("text", "empty")),
        ({"text": None}, ("text", "empty")),
        ({"text": "x" * 5001}, ("text", "too_long")),
        ({"text": "ق" * 5001}, ("text", "too_long")),
        ({"text": "water\x00gone"}, ("text", "control")),
        ({"text": "water\x1b[31m"}, ("text", "control")),
        ({"text": "water \u202egone"}, ("text", "bidi")),
        ({"text": "water \ud800 gone"}, ("text", "surrogate")),
        ({"text": 5}, ("text", "wrong_type")),
        ({"text": ["water"]}, ("text", "wrong_type")),
        ({"kind": "praise"}, ("kind", "unknown")),
        ({"kind": True}, ("kind", "wrong_type")),
        ({"language": "fr"}, ("language", "unknown")),
        ({"governorate": "central"}, ("governorate", "unknown")),
        ({"area": "atlantis"}, ("area", "unknown")),
        ({"category": "ewa-nothing"}, ("category", "unknown")),
        ({"landmark": "x" * 201}, ("landmark", "field_too_long")),
        ({"block": "\u202e3"}, ("block", "bidi")),
        ({"contact": "amal@example.com"}, ("contact", "wrong_type")),
        ({"contact": {"email": "amal"}}, ("email", "bad_email")),
        ({"contact": {"mobile": "3912"}}, ("mobile", "short_mobile")),
        ({"contact": {"visible_to": "all"}}, ("contact.visible_to", "unknown")),
        ({"contact": {"age": "40"}}, ("contact.age", "unknown_field")),
        ({"status": "closed"}, ("status", "unknown_field")),
        ({"received_at": "2020-01-01T00:00:00Z"}, ("received_at", "unknown_field")),
    ],
)
async def test_what_cannot_be_taken_is_named_at_its_field(
    http: httpx.AsyncClient, given: dict[str, Any], fault: tuple[str, str]
) -> None:
    # In ASCII, as half of a surrogate pair can travel in JSON alone.
    body = json.dumps({**CASE, **given})
    answer = await http.post(CASES, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert fault in faults(answer)
    assert await count() == 0


async def test_every_fault_is_told_at_once(http: httpx.AsyncClient) -> None:
    answer = await http.post(CASES, json={"text": " ", "governorate": "central", "contact": {"email": "amal"}})
    assert faults(answer) == {("text", "empty"), ("governorate", "unknown"), ("email", "bad_email")}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b"5", b"\xff\xfe", b"[" * 30000, b'{"text": NaN}'])
async def test_what_is_no_json_object_is_refused(http: httpx.AsyncClient, body: bytes) -> None:
    answer = await http.post(CASES, content=body, headers={"content-type": "application/json"})
    assert answer.status_code in ((400, 422) if b"NaN" in body else (400,))
    assert answer.headers["content-type"] == "application/problem+json"
    assert await count() == 0


async def test_a_megabyte_is_too_much(http: httpx.AsyncClient) -> None:
    answer = await http.post(CASES, json={"text": "x" * 1_000_000})
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert faults(answer) == {("", "too_large")}


async def test_5000_characters_with_script_and_html_are_a_text_like_any_other(http: httpx.AsyncClient) -> None:
    text = "<script>alert(1)</script>".ljust(5000, "ق")
    assert (await http.post(CASES, json={"text": text})).status_code == 201
    assert (await fetch('SELECT "text" FROM "case_"'))[0]["text"] == text


@pytest.mark.parametrize(("language", "words"), [("en", "Write what happened"), ("ar", "اكتب")])
async def test_a_problem_is_told_in_the_language_that_was_asked_for(
    http: httpx.AsyncClient, language: str, words: str
) -> None:
    answer = await http.post(CASES, json={"text": ""}, headers={"Accept-Language": language})
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (problem["type"], problem["status"]) == ("about:blank", 422)
    assert problem["errors"][0]["message"].startswith(words)


async def test_a_case_is_followed_with_its_code(http: httpx.AsyncClient) -> None:
    receipt = await filed(http)
    answer = await http.get(f"{CASES}/{receipt['reference']}", headers={"X-Access-Code": receipt["access_code"]})
    case = answer.json()
    assert answer.status_code == 200
    assert case["status"] == "received"
    assert case["due_at"] == receipt["due_at"]
    assert (case["agency"], case["reply"], case["question"], case["paused"]) == (None, None, None, False)
    assert "text" not in case


async def test_wrong_code_no_code_and_no_case_get_the_same_answer(http: httpx.AsyncClient) -> None:
    receipt = await filed(http)
    wrong = await http.get(f"{CASES}/{receipt['reference']}", headers={"X-Access-Code": "00000000"})
    without = await http.get(f"{CASES}/{receipt['reference']}")
    missing = await http.get(f"{CASES}/{make()}", headers={"X-Access-Code": receipt["access_code"]})
    nonsense = await http.get(f"{CASES}/nothing", headers={"X-Access-Code": receipt["access_code"]})
    assert {answer.status_code for answer in (wrong, without, missing, nonsense)} == {404}
    assert len({answer.text for answer in (wrong, without, missing, nonsense)}) == 1


async def test_ten_wrong_tries_make_one_wait(http: httpx.AsyncClient) -> None:
    receipt = await filed(http)
    path = f"{CASES}/{receipt['reference']}"
    for _ in range(10):
        assert (await http.get(path, headers={"X-Access-Code": "00000000"})).status_code == 404
    answer = await http.get(path, headers={"X-Access-Code": receipt["access_code"]})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert faults(answer) == {("", "too_many_tries")}
