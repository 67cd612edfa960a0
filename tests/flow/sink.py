"""A real mail server that keeps what it is given, for tests."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port


@dataclass
class Sink:
    """Every letter received, by its Message-ID."""

    letters: list[Message] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        self.letters.append(message_from_bytes(envelope.content or b""))
        return "250 taken"

    @property
    def ids(self) -> Counter[str]:
        return Counter(str(letter["Message-ID"]) for letter in self.letters)


@contextmanager
def mail_server() -> Iterator[tuple[str, Sink]]:
    """The address of a mail server on a free port of this machine, and what it received."""
    sink = Sink()
    port = free_port()
    # The controller greets its own server by the port that it was told, so it has to be told one.
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}", sink
    finally:
        controller.stop()
