"""What can go wrong, by kind. A code and parameters travel; the sentence is made where it is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as column
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldError:
    """One fault of one field: `code` names the sentence, `params` fill its places."""

    field: str
    code: str
    params: Mapping[str, Any] = column(default_factory=dict)


class DomainError(Exception):
    """Base of all refusals that a reader can act on."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class NotFound(DomainError):
    """Nothing there that this reader may see."""


class Forbidden(DomainError):
    """It is there, and not for this reader."""


class Conflict(DomainError):
    """Somebody was faster, or the state no longer allows it."""


class TooMany(DomainError):
    """Too many tries; `retry_after` is in whole seconds."""

    def __init__(self, code: str, *, retry_after: int) -> None:
        super().__init__(code, retry_after=retry_after)
        self.retry_after = retry_after


class Invalid(DomainError):
    """Input that cannot be taken, with every fault found."""

    def __init__(self, *faults: FieldError) -> None:
        super().__init__("invalid")
        self.faults = faults
