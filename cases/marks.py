"""What somebody had before them when they wrote: a question or a reply, known by its instant. Pure."""

from datetime import UTC, datetime


def mark(at: datetime) -> str:
    """What tells this one from a later one."""
    return at.astimezone(UTC).isoformat()


def is_another(at: datetime, seen: str | None) -> bool:
    """Whether it is not the one that was seen. Without a mark nothing is compared: a program asked just before."""
    return seen is not None and seen != mark(at)
