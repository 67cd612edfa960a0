"""A place of its own on RabbitMQ: two runs that share one would take each other's messages."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from tests.conftest import need

BROKER = os.environ.get("TAWASUL_TEST_BROKER", "amqp://guest:guest@127.0.0.1:5672")


@contextmanager
def own_broker() -> Iterator[str]:
    """The address of a fresh virtual host; the one of `TAWASUL_TEST_BROKER` as it is, where none can be made here."""
    need("RabbitMQ", BROKER, 5672)
    name = f"tawasul-test-{secrets.token_hex(6)}"
    if not _control("add_vhost", name):
        yield BROKER
        return
    try:
        user = urlsplit(BROKER).username or "guest"
        assert _control("set_permissions", "-p", name, user, ".*", ".*", ".*")
        yield urlsplit(BROKER)._replace(path=f"/{name}").geturl()
    finally:
        _control("delete_vhost", name)


def _control(*words: str) -> bool:
    """Whether the broker of this machine did as it was told."""
    program = shutil.which("rabbitmqctl")
    if program is None or urlsplit(BROKER).hostname not in ("127.0.0.1", "localhost", "::1"):
        return False
    return subprocess.run([program, "-q", *words], check=False, capture_output=True, timeout=60).returncode == 0
