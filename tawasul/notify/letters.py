"""Writing letters: one row a recipient, with its Message-ID fixed before anything is sent."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from tawasul import outbox
from tawasul.core import clock
from tawasul.core.db import fetch, require_transaction
from tawasul.core.seal import seal, unseal
from tawasul.core.settings import settings

Channel = Literal["email", "sms", "console"]
JOB = "tawasul.notify.jobs.deliver"
# What a value is called that only its recipient reads: it is stored sealed (purpose "letter") under this and its name.
SEALED = "sealed_"

_INSERT = """
    INSERT INTO "letter" ("key", "template", "language", "channel", "address", "params", "case_id", "staff_id",
        "message_id", "state", "attempts", "queued_at", "demo")
    VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, 0, {}, {}) ON CONFLICT ("key") DO NOTHING RETURNING "id"
"""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a letter goes to. `console` needs no address: it is for staff without e-mail."""

    channel: Channel
    address: str
    language: str
    staff_id: int | None = None


@dataclass(frozen=True, slots=True)
class About:
    """The case a letter is about, and whether that case is a demonstration: those leave no machine."""

    case_id: int | None = None
    demo: bool = False


_NOBODY = About()


async def write(template: str, *, to: Recipient, key: str, params: Mapping[str, Any], about: About = _NOBODY) -> None:
    """Queue one letter. The same `key` again writes nothing.

    `params` holds references, dates and codes, never words of a citizen; what only its recipient reads is sealed under
    a name that begins with `SEALED`. Belongs to the transaction of the act
    that it tells.
    """
    require_transaction()
    row = (
        key,
        template,
        to.language,
        to.channel,
        seal(to.address, purpose="contact"),
        json.dumps(dict(params), default=str),
        about.case_id,
        to.staff_id,
        _message_id(),
        "shown" if about.demo else "queued",
        clock.now(),
        about.demo,
    )
    written = await fetch(_INSERT, *row)
    if written and not about.demo:
        await outbox.append(JOB, written[0]["id"])


def opened(params: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a letter as its recipient reads them."""
    return {
        name.removeprefix(SEALED): unseal(value, purpose="letter") if name.startswith(SEALED) else value
        for name, value in params.items()
    }


def masked(params: Mapping[str, Any]) -> dict[str, Any]:
    """The values as anybody else may see them."""
    return {name.removeprefix(SEALED): "••••••" if name.startswith(SEALED) else value for name, value in params.items()}


def _message_id() -> str:
    host = urlsplit(settings().public_url).hostname or "localhost"
    return f"<{uuid.uuid4().hex}@{host}>"
