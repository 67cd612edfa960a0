"""Sending one letter: queued → sending → sent. Nothing is sent inside a transaction.

A letter found in `sending` was under way when a process died. After a while it is sent again under the same
Message-ID, by which a mail reader knows it as the same letter.
"""

import asyncio
import json
from datetime import timedelta
from typing import Any
from weakref import WeakKeyDictionary

from tawasul.core import clock, log
from tawasul.core.db import fetch
from tawasul.core.errors import Conflict
from tawasul.core.seal import unseal
from tawasul.core.settings import settings
from tawasul.notify.channels import Sealed, port_for
from tawasul.notify.letters import opened
from tawasul.notify.render import render
from tawasul.notify.tables import Letter

# Longer than a mail server is given to answer.
PATIENCE = timedelta(seconds=20)
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
_log = log.get(__name__)

_CLAIM = """
    UPDATE "letter" SET "state" = 'sending', "sending_at" = {}, "attempts" = "attempts" + 1
    WHERE "id" = {} AND ("state" = 'queued' OR ("state" = 'sending' AND "sending_at" < {}))
    RETURNING "id", "template", "language", "channel", "address", "params", "message_id"
"""


async def deliver(letter_id: int) -> None:
    """Send the letter unless it has gone. `Conflict` while another process may be sending it: try later."""
    async with _one_at_a_time():
        now = clock.now()
        claimed = await fetch(_CLAIM, now, letter_id, now - PATIENCE)
        if claimed:
            await _send(claimed[0])
        else:
            await _refuse_if_under_way(letter_id)


def _one_at_a_time() -> asyncio.Lock:
    """One letter at a time in a process, so that a crash can leave at most one of which nobody knows if it went."""
    return _turns.setdefault(asyncio.get_running_loop(), asyncio.Lock())


async def _send(row: dict[str, Any]) -> None:
    letter_id = row["id"]
    port = port_for(row["channel"], settings())
    if port is None:
        await Letter.update({Letter.state: "held"}).where(Letter.id == letter_id)
        _log.warning("letter has no way out here", letter_id=letter_id, channel=row["channel"])
        return
    try:
        await asyncio.to_thread(port.send, _sealed(row))
    except Exception as error:
        await Letter.update({Letter.state: "queued", Letter.last_error: type(error).__name__}).where(
            Letter.id == letter_id
        )
        raise
    await Letter.update({Letter.state: "sent", Letter.sent_at: clock.now()}).where(Letter.id == letter_id)


async def _refuse_if_under_way(letter_id: int) -> None:
    if await Letter.exists().where(Letter.id == letter_id, Letter.state == "sending"):
        raise Conflict("letter_under_way")


def _sealed(row: dict[str, Any]) -> Sealed:
    return Sealed(
        letter_id=row["id"],
        message_id=row["message_id"],
        address=unseal(row["address"], purpose="contact"),
        language=row["language"],
        rendered=render(row["template"], row["language"], opened(json.loads(row["params"]))),
    )
