"""Every setting, read once at start. All faults are reported together, each with what to do."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

Network = IPv4Network | IPv6Network
_LEAST_KEY = 32
SEAL_KEY_FILE = "seal.key"
_MOST = 1_000_000


class SettingsError(Exception):
    """All faults found in the environment, a sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator decides. README lists each with its meaning."""

    host: str
    port: int
    data: Path
    database_url: str
    broker_url: str | None
    queue_prefix: str
    public_url: str
    trusted_proxies: tuple[Network, ...]
    secret_key: bytes
    given_seal_key: bytes
    production: bool
    demo: Literal["auto", "never"]
    second_factor: str
    smtp_url: str | None
    mail_from: str
    model: Path | None
    encoder: str | None
    scanner_url: str | None
    train_after: int
    kiosk_camera: bool
    log_format: Literal["plain", "json"]
    log_level: str

    @property
    def embedded(self) -> bool:
        """One machine without a broker: the worker feeds itself from the outbox."""
        return self.broker_url is None

    @property
    def secure_cookies(self) -> bool:
        return self.public_url.startswith("https://")

    def seal_key(self, *, make: bool = False) -> bytes | None:
        """The key of the history's daily seal: the one given, or that of the file beside the data.

        The file is made with the first seal (`make`), but never in production, where each machine would make its own.
        """
        path = self.data / SEAL_KEY_FILE
        if self.given_seal_key:
            return self.given_seal_key
        if path.exists() or (make and not self.production):
            return _kept_key(path)
        return None


class _Reader:
    """Takes values out of the environment and gathers what is wrong with them."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.faults: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self.environ.get(name, "").strip() or default

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        value = self.text(name, choices[0])
        if value not in choices:
            self.faults.append(f"{name} is {value!r}: set it to one of {', '.join(choices)}.")
        return value

    def name(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if not re.fullmatch(r"[A-Za-z0-9._-]{1,60}", value):
            self.faults.append(f"{name} is {value!r}: use letters, digits, dots and hyphens, at most 60.")
        return value

    def count(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit()) or not 0 < int(value) <= _MOST:
            self.faults.append(f"{name} is {value!r}: set it to a number from 1 to {_MOST}.")
            return 0
        return int(value)

    def port(self) -> int:
        value = self.text("TAWASUL_PORT", "8000")
        if not value.isdigit() or not 0 < int(value) < 65536:
            self.faults.append(f"TAWASUL_PORT is {value!r}: set it to a number from 1 to 65535.")
            return 0
        return int(value)

    def url(self, name: str, default: str | None, schemes: tuple[str, ...]) -> str | None:
        value = self.text(name) or default
        if value is not None and urlsplit(value).scheme not in schemes:
            wanted = ", ".join(f"{scheme}://" for scheme in schemes)
            self.faults.append(f"{name} starts with {value.split(':')[0]!r}: it must start with {wanted}.")
        return value

    def networks(self, name: str) -> tuple[Network, ...]:
        found: list[Network] = []
        for part in filter(None, (p.strip() for p in self.text(name).split(","))):
            try:
                found.append(ip_network(part))
            except ValueError:
                self.faults.append(f"{name} holds {part!r}: list addresses or networks, as 10.0.0.0/8, by commas.")
        return tuple(found)


def read(environ: Mapping[str, str]) -> Settings:
    """The settings of `environ`; `SettingsError` with every fault at once."""
    reader = _Reader(environ)
    data = Path(reader.text("TAWASUL_DATA", "var")).absolute()
    host, port = reader.text("TAWASUL_HOST", "127.0.0.1"), reader.port()
    database_url = reader.url("TAWASUL_DATABASE_URL", f"sqlite:///{data}/tawasul.sqlite", _DATABASES)
    production = reader.choice("TAWASUL_ENVIRONMENT", ("local", "production")) == "production"
    public_url = reader.url("TAWASUL_PUBLIC_URL", f"http://{_shown(host)}:{port}", ("http", "https"))
    settings_ = Settings(
        host=host,
        port=port,
        data=data,
        database_url=database_url or "",
        broker_url=reader.url("TAWASUL_BROKER_URL", None, ("amqp", "amqps", "redis", "rediss")),
        queue_prefix=reader.name("TAWASUL_QUEUE_PREFIX", "tawasul."),
        public_url=(public_url or "").rstrip("/"),
        trusted_proxies=reader.networks("TAWASUL_TRUSTED_PROXIES"),
        secret_key=_secret_key(reader, data, production=production),
        given_seal_key=_long_enough(reader, "TAWASUL_SEAL_KEY"),
        production=production,
        demo="auto" if reader.choice("TAWASUL_DEMO", ("auto", "never")) == "auto" else "never",
        second_factor=reader.choice("TAWASUL_SECOND_FACTOR", ("offered", "off", "demanded", "demanded_of_all")),
        smtp_url=reader.url("TAWASUL_SMTP_URL", None, ("smtp", "smtps")),
        mail_from=reader.text("TAWASUL_MAIL_FROM", "tawasul@localhost"),
        model=Path(model) if (model := reader.text("TAWASUL_MODEL")) else None,
        encoder=reader.text("TAWASUL_ENCODER") or None,
        scanner_url=reader.url("TAWASUL_SCANNER_URL", None, ("clamd",)),
        train_after=reader.count("TAWASUL_TRAIN_AFTER", 200),
        kiosk_camera=reader.choice("TAWASUL_KIOSK_CAMERA", ("no", "yes")) == "yes",
        log_format="json" if reader.choice("TAWASUL_LOG_FORMAT", ("plain", "json")) == "json" else "plain",
        log_level=reader.choice("TAWASUL_LOG_LEVEL", ("info", "debug", "warning", "error")),
    )
    if reader.faults:
        raise SettingsError(reader.faults)
    return settings_


_DATABASES = ("sqlite", "postgres", "postgresql")


def _shown(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - compared, not bound


def _secret_key(reader: _Reader, data: Path, *, production: bool) -> bytes:
    if given := _long_enough(reader, "TAWASUL_SECRET_KEY"):
        return given
    if production:
        reader.faults.append("TAWASUL_SECRET_KEY is missing: production needs one, the same for every process.")
        return b""
    return _kept_key(data / "secret.key")


def _long_enough(reader: _Reader, name: str) -> bytes:
    """A key as it was given; nothing if none was."""
    given = reader.text(name)
    if given and len(given) < _LEAST_KEY:
        reader.faults.append(f"{name} has {len(given)} characters: give at least {_LEAST_KEY}.")
    return given.encode()


def _kept_key(path: Path) -> bytes:
    """The key of this data folder, made at the first start. Two processes may make it at once: the first wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    if not path.exists():
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)
        except FileExistsError:
            fresh.unlink()
            return path.read_text().strip().encode()
        fresh.unlink()
    return path.read_text().strip().encode()


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read from its environment at the first call."""
    return read(os.environ)
