"""Answers of the calendar and of paused clocks for other programs, one JSON line each."""

import io
import json
import math
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import IO, Any

from sla.calendar import BeyondHorizon, Calendar
from sla.calendar_spec import read_plain
from sla.deadline import Pause, consumed, due_by_seconds, united
from tawasul.core.errors import DomainError

Fields = Mapping[str, Any]
Answer = str | int | float

# A calendar that names no horizon is laid out around the question and further only as far as the answer needs.
_REACHES = (2, 10, 50, 200)


def run(stdin: IO[Any], stdout: IO[str]) -> None:
    """Answer every line. Bytes that are no text are a bad line, not the end."""
    source: Iterable[str | bytes] = stdin.buffer if isinstance(stdin, io.TextIOWrapper) else stdin
    for line in source:
        text = line.decode(errors="replace") if isinstance(line, bytes) else line
        if text.strip():
            stdout.write(answer(text) + "\n")
            stdout.flush()


def answer(line: str) -> str:
    """The answer to one line, as a line: `{"id", "result"}`, with `error` where there is no result."""
    identity = None
    try:
        fields = _fields(line)
        identity = fields.get("id")
        return json.dumps({"id": identity, "result": _result(fields)})
    except DomainError as error:
        return json.dumps({"id": identity, "result": None, "error": error.code})


def _fields(line: str) -> Fields:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DomainError("not_json") from error
    if not isinstance(fields, dict):
        raise DomainError("not_an_object")
    return fields


def _result(fields: Fields) -> Answer:
    operation = fields.get("op")
    if not isinstance(operation, str) or operation not in _OPERATIONS:
        raise DomainError("unknown_op")
    if not isinstance(fields.get("calendar"), dict):
        raise DomainError("bad_calendar")
    spec = json.dumps(fields["calendar"], sort_keys=True)
    begins, beyond = _begins(fields), None
    for reach in _REACHES:
        try:
            return _OPERATIONS[operation](fields, _calendar(spec, max(begins - reach, 1), min(begins + reach, 9998)))
        except (BeyondHorizon, OverflowError) as error:
            beyond = error  # tried again with a longer calendar; beyond the longest it is said
    raise BeyondHorizon from beyond


def _begins(fields: Fields) -> int:
    """The year around which the calendar is laid out."""
    return _day(fields, "start_date").year if "start_date" in fields else _instant(fields.get("start")).year


@lru_cache(maxsize=256)
def _calendar(spec: str, first_year: int, last_year: int) -> Calendar:
    return Calendar(read_plain(json.loads(spec), date(first_year, 1, 1), date(last_year, 12, 31)))


def _add(fields: Fields, calendar: Calendar) -> Answer:
    return _shown(calendar.add(_instant(fields.get("start")), _length(fields)))


def _sub(fields: Fields, calendar: Calendar) -> Answer:
    return _shown(calendar.sub(_instant(fields.get("start")), _length(fields)))


def _elapsed(fields: Fields, calendar: Calendar) -> Answer:
    return _seconds(calendar.work(_instant(fields.get("start")), _instant(fields.get("end"))))


def _workdays(fields: Fields, calendar: Calendar) -> Answer:
    number = fields.get("working_days")
    if not isinstance(number, int) or isinstance(number, bool):
        raise DomainError("bad_target")
    return calendar.nth(_day(fields, "start_date"), number).isoformat()


def _workday_count(fields: Fields, calendar: Calendar) -> Answer:
    return calendar.count(_day(fields, "start_date"), _day(fields, "end_date"))


def _add_paused(fields: Fields, calendar: Calendar) -> Answer:
    start = _instant(fields.get("start"))
    return _shown(due_by_seconds(_length(fields), start, calendar, united(_pauses(fields), start)))


def _elapsed_paused(fields: Fields, calendar: Calendar) -> Answer:
    start, end = _instant(fields.get("start")), _instant(fields.get("end"))
    return _seconds(consumed(start, end, calendar, _pauses(fields)))


_OPERATIONS: Mapping[str, Callable[[Fields, Calendar], Answer]] = {
    "add": _add,
    "sub": _sub,
    "elapsed": _elapsed,
    "workdays": _workdays,
    "workday_count": _workday_count,
    "add_paused": _add_paused,
    "elapsed_paused": _elapsed_paused,
}


def _length(fields: Fields) -> timedelta:
    minutes = fields.get("business_minutes")
    if isinstance(minutes, bool) or not isinstance(minutes, int | float) or not math.isfinite(minutes):
        raise DomainError("bad_target")
    if minutes <= 0:
        raise DomainError("target_not_positive")
    try:
        return timedelta(minutes=minutes)
    except OverflowError as error:
        raise BeyondHorizon from error


def _pauses(fields: Fields) -> list[Pause]:
    given = fields.get("pauses")
    if not isinstance(given, list) or not all(isinstance(pause, list) and len(pause) == 2 for pause in given):
        raise DomainError("bad_pauses")
    return [(_instant(began), _instant(ended)) for began, ended in given]


def _instant(text: object) -> datetime:
    """An instant with its offset; without one nobody knows when it is."""
    try:
        instant = datetime.fromisoformat(text) if isinstance(text, str) else None
        if instant is None or instant.tzinfo is None:
            raise DomainError("bad_instant")
        return instant.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise DomainError("bad_instant") from error


def _day(fields: Fields, name: str) -> date:
    text = fields.get(name)
    try:
        if not isinstance(text, str):
            raise DomainError("bad_date")
        return date.fromisoformat(text)
    except ValueError as error:
        raise DomainError("bad_date") from error


def _shown(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")


def _seconds(length: timedelta) -> int | float:
    whole, rest = divmod(length, timedelta(seconds=1))
    return length.total_seconds() if rest else whole
