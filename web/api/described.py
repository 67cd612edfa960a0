"""What the OpenAPI document says of each call: bodies are read by hand, so they are described by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from litestar.openapi.spec import (
    OpenAPIFormat,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    Parameter,
    Reference,
    RequestBody,
    Schema,
)

from cases.filing_form import KINDS, LONGEST_DETAIL, LONGEST_NAME, LONGEST_TEXT, VISIBLE_TO
from cases.seed import OUTCOMES
from tawasul.core.i18n import LANGUAGES
from tawasul.core.text import LONGEST_EMAIL

GOVERNORATES = ("capital", "muharraq", "northern", "southern")
SORTERS = ("program", "person", "citizen")


def text(most: int | None = None, *, least: int | None = None, pattern: str | None = None, about: str = "") -> Schema:
    return Schema(
        type=OpenAPIType.STRING, max_length=most, min_length=least, pattern=pattern, description=about or None
    )


def one_of(values: Sequence[str]) -> Schema:
    return Schema(type=OpenAPIType.STRING, enum=list(values))


def moment() -> Schema:
    return Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.DATE_TIME)


def truth() -> Schema:
    return Schema(type=OpenAPIType.BOOLEAN)


def or_null(schema: Schema) -> Schema:
    return Schema(one_of=[schema, Schema(type=OpenAPIType.NULL)])


def record(required: Sequence[str], **properties: Schema) -> Schema:
    """An object that has no other properties."""
    return Schema(
        type=OpenAPIType.OBJECT,
        required=list(required) or None,
        properties=dict(properties),
        additional_properties=False,
    )


def rows(of: Schema) -> Schema:
    return Schema(type=OpenAPIType.ARRAY, items=of)


def answer_of(**properties: Schema) -> Schema:
    """An object that always has all of its properties."""
    return record(tuple(properties), **properties)


CONTACT = record(
    (),
    name=text(LONGEST_NAME),
    email=text(LONGEST_EMAIL),
    mobile=text(about="With its country, or eight digits of Bahrain."),
    visible_to=one_of(VISIBLE_TO),
)
NEW_CASE = record(
    ("text",),
    text=text(LONGEST_TEXT, least=1, about="1 to 5,000 code points after NFC and trimming."),
    kind=or_null(one_of(KINDS)),
    language=or_null(one_of(LANGUAGES)),
    governorate=or_null(one_of(GOVERNORATES)),
    area=or_null(text(about="The code of an area.")),
    block=or_null(text(LONGEST_DETAIL)),
    road=or_null(text(LONGEST_DETAIL)),
    landmark=or_null(text(LONGEST_DETAIL)),
    category=or_null(text(about="The code of the category that the citizen chose.")),
    contact=or_null(CONTACT),
)
ANSWER = record(("answer",), answer=text(LONGEST_TEXT, least=1))
RECEIPT = answer_of(reference=text(), access_code=text(), status=text(), due_at=moment(), track_url=text())
QUESTION = answer_of(text=text(), asked_at=moment(), pause_ends_at=moment())
REPLY = answer_of(outcome=one_of(OUTCOMES), text=text(), sent_at=moment())
CASE = answer_of(
    reference=text(pattern="^[0-9]{9}$"),
    status=text(),
    kind=or_null(one_of(KINDS)),
    category=or_null(text()),
    agency=or_null(text()),
    received_at=moment(),
    due_at=moment(),
    paused=truth(),
    overdue=truth(),
    sorted_by=or_null(one_of(SORTERS)),
    question=or_null(QUESTION),
    reply=or_null(REPLY),
    updated_at=moment(),
)
FAULT = answer_of(field=text(), code=text(), message=text())
PROBLEM = answer_of(type=text(), title=text(), status=Schema(type=OpenAPIType.INTEGER), errors=rows(FAULT))
FINDING = Schema(type=OpenAPIType.OBJECT, required=["code"], properties={"code": text()})
READINESS = answer_of(status=one_of(("ready", "not_ready")), faults=rows(FINDING), warnings=rows(FINDING))


class Described(Operation):
    """An operation that says what it reads and answers."""

    reads: Schema | None = None
    answers: Mapping[int, Schema] = {}
    refuses: Sequence[int] = ()
    headers: Sequence[Parameter] = ()

    def __post_init__(self) -> None:
        """Called by the framework once the handler's own words are in."""
        if self.reads is not None:
            self.request_body = RequestBody({"application/json": OpenAPIMediaType(schema=self.reads)}, required=True)
        self.parameters = [*(self.parameters or []), *self.headers] or None
        said: dict[str, OpenAPIResponse | Reference] = {}
        said |= {str(status): _said(status, schema, "application/json") for status, schema in self.answers.items()}
        said |= {str(status): _said(status, PROBLEM, "application/problem+json") for status in self.refuses}
        self.responses = said


def _said(status: int, schema: Schema, media_type: str) -> OpenAPIResponse:
    return OpenAPIResponse(description=HTTPStatus(status).phrase, content={media_type: OpenAPIMediaType(schema=schema)})


_KEY = Parameter(
    name="Idempotency-Key",
    param_in="header",
    schema=text(64, least=1),
    required=False,
    description="With it, the same body again gets the same receipt; another body gets 409.",
)


@dataclass
class FilesCase(Described):
    """`POST /api/v1/cases`."""

    reads = NEW_CASE
    answers = {201: RECEIPT}
    refuses = (400, 409, 413, 422, 429)
    headers = (_KEY,)


@dataclass
class ShowsCase(Described):
    """`GET /api/v1/cases/{reference}`."""

    answers = {200: CASE}
    refuses = (400, 404, 429)


@dataclass
class AnswersQuestion(Described):
    """`POST /api/v1/cases/{reference}/answer`."""

    reads = ANSWER
    answers = {200: CASE}
    refuses = (400, 404, 409, 413, 422, 429)


@dataclass
class TellsLife(Described):
    """`GET /health/live`."""

    answers = {200: answer_of(status=one_of(("live",)))}


@dataclass
class TellsReadiness(Described):
    """`GET /health/ready`."""

    answers = {200: READINESS, 503: READINESS}
