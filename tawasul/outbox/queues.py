"""Names of queues. Two systems on one broker need different ones: each would take the other's messages."""

from tawasul.core.settings import settings


def queue(subject: str) -> str:
    """The queue of a kind of job, `sorting` or `letters`, under the prefix of this system."""
    return f"{settings().queue_prefix}{subject}"
