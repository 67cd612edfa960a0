"""When a case came that somebody else types in: a call of now, or a letter of last Tuesday. Pure."""

import re
from datetime import UTC, date, datetime, time, timedelta

from tawasul.core.errors import FieldError
from tawasul.core.i18n import ZONE
from tawasul.core.text import latin_digits

LONGEST_AGO = timedelta(days=30)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")


def received_at(day: str, hour: str, now: datetime) -> tuple[datetime | None, list[FieldError]]:
    """The moment of receipt, and what is wrong with it. None: now. A day without a time counts from its beginning."""
    day, hour = latin_digits(day).strip(), latin_digits(hour).strip()
    if not day and not hour:
        return None, []
    on = _day(day) if day else now.astimezone(ZONE).date()
    at = _time(hour) if hour else time()
    if on is None or at is None:
        wrong = [FieldError("received_on", "bad_date")] if on is None else []
        return None, wrong + ([FieldError("received_time", "bad_time")] if at is None else [])
    moment = datetime.combine(on, at, ZONE)
    if moment > now:
        return None, [FieldError("received_on" if on > now.astimezone(ZONE).date() else "received_time", "in_future")]
    if moment < now - LONGEST_AGO:
        return None, [FieldError("received_on", "too_long_ago")]
    return moment.astimezone(UTC), []


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if _DAY.fullmatch(typed) else None
    except ValueError:
        return None


def _time(typed: str) -> time | None:
    try:
        return time.fromisoformat(typed) if _TIME.fullmatch(typed) else None
    except ValueError:
        return None
