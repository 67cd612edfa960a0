"""Whatever the OpenAPI document allows, and much that it does not, gets an answer that the document names."""

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tawasul.core.settings import settings as read
from web.app import create_app

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
BASE = "http://tawasul.test"
DOCUMENT = create_app().openapi_schema.to_schema()
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
SCHEMA.config.base_url = BASE
CALLS = [(path, method.upper()) for path, methods in DOCUMENT["paths"].items() for method in methods]
BOUNDED = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)


async def answered(http: httpx.AsyncClient, case: schemathesis.Case) -> httpx.Response:
    """Send a request as it was made up. Addresses that no client can send are made sendable by the client itself."""
    wanted = case.as_transport_kwargs(base_url=BASE)
    said = {name: wanted[name] for name in ("method", "url", "headers", "params", "cookies") if wanted.get(name)}
    if "json" in wanted:
        return await http.request(**said, json=wanted["json"])
    return await http.request(**said, content=wanted.get("data") or None)


@pytest.fixture(autouse=True)
def folder() -> None:
    """The folder of the data is there, as after set-up: without it a process says that it is not ready."""
    read().data.mkdir(exist_ok=True)


@pytest.mark.parametrize(("path", "method"), CALLS)
@BOUNDED
@given(data=st.data())
async def test_what_the_document_allows_is_answered(
    http: httpx.AsyncClient, path: str, method: str, data: st.DataObject
) -> None:
    case = data.draw(SCHEMA[path][method].as_strategy(generation_mode=GenerationMode.POSITIVE))
    case.validate_response(await answered(http, case), checks=CHECKS)


@pytest.mark.parametrize(("path", "method"), [call for call in CALLS if call[1] == "POST"])
@BOUNDED
@given(data=st.data())
async def test_what_it_does_not_allow_is_refused(
    http: httpx.AsyncClient, path: str, method: str, data: st.DataObject
) -> None:
    case = data.draw(SCHEMA[path][method].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    case.validate_response(await answered(http, case), checks=[*CHECKS, negative_data_rejection])


@BOUNDED
@given(data=st.data())
async def test_whatever_is_answered_to_a_question(
    http: httpx.AsyncClient, asked: tuple[str, dict[str, str]], data: st.DataObject
) -> None:
    address, headers = asked
    case = data.draw(SCHEMA["/api/v1/cases/{reference}/answer"]["POST"].as_strategy())
    case.path_parameters["reference"] = address.rsplit("/", 1)[1]
    case.headers = {**dict(case.headers or {}), **headers}
    case.validate_response(await answered(http, case), checks=CHECKS)
