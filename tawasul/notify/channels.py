"""The ways a letter leaves. Each takes a finished letter and an address, and raises if it did not go."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

from tawasul.core import log
from tawasul.core.settings import Settings
from tawasul.notify.render import Rendered

_TIMEOUT = 15.0
_log = log.get(__name__)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A letter in its envelope."""

    letter_id: int
    message_id: str
    address: str
    language: str
    rendered: Rendered


class Port(Protocol):
    """A way out. `send` blocks, and is called in a thread."""

    def send(self, letter: Sealed) -> None: ...


class Console:
    """For a machine without a mail server: the letter stays in its table, where staff can read it."""

    def send(self, letter: Sealed) -> None:
        _log.info("letter kept for staff to see", letter_id=letter.letter_id)


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server by its address: `smtp://user:password@host:25` (STARTTLS when offered) or `smtps://`."""

    url: str
    sender: str

    def send(self, letter: Sealed) -> None:
        with self._connect() as server:
            server.send_message(compose(letter, self.sender))

    def _connect(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, context = parts.hostname or "localhost", ssl.create_default_context()
        server: smtplib.SMTP
        if parts.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=_TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(host, parts.port or 25, timeout=_TIMEOUT)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server


def compose(letter: Sealed, sender: str) -> EmailMessage:
    """The message with text and HTML parts, under the Message-ID that its row has had from the start."""
    message = EmailMessage()
    message["From"], message["To"] = sender, letter.address
    message["Subject"] = letter.rendered.subject
    message["Message-ID"] = letter.message_id
    message["Content-Language"] = letter.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.rendered.text)
    message.add_alternative(letter.rendered.html, subtype="html")
    return message


def port_for(channel: str, settings: Settings) -> Port | None:
    """The way out of a channel here; None where the machine has none (an SMS without a provider)."""
    if channel == "email" and settings.smtp_url:
        return Smtp(settings.smtp_url, settings.mail_from)
    return Console() if channel in ("email", "console") else None
