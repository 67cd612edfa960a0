"""What is written down ahead of time: forecasts, alarms about the promise, and the moments of a day that were kept."""

from piccolo.columns import JSONB, BigSerial, Date, Integer, Serial, Timestamptz, Varchar
from piccolo.table import Table


class Forecast(Table, tablename="forecast"):
    """How many of an agency's cases due on a day were thought to become late. Unique (made_on, agency, due_on).

    Made at the close of a working day and never changed after, so that it can be held against what came.
    `days_ahead` counts working days from `made_on` to `due_on` on the calendar of that day. `came_late` is what came
    of it, as the verdicts stood at the last close; null while the day is ahead.
    """

    id = BigSerial(primary_key=True)
    made_on = Date(default=None, null=False)
    agency = Varchar(length=20)
    due_on = Date(default=None, null=False)
    days_ahead = Integer(default=0)
    due = Integer(default=0)
    late = Integer(default=0)
    came_late = Integer(default=None, null=True)


class Alert(Table, tablename="alert"):
    """An alarm about the promise as a whole or about the sorter, raised once. Unique (kind, agency, day, moment).

    `kind`: page, ticket or leading; or those of `cases.drift`. An empty `agency` is the government as a whole. `data`
    holds the numbers that it was raised on.
    """

    id = Serial(primary_key=True)
    kind = Varchar(length=20)
    agency = Varchar(length=20, default="")
    day = Date(default=None, null=False)
    moment = Varchar(length=20)
    data = JSONB(default="{}")
    at = Timestamptz(default=None, null=False)


class KeptMoment(Table, tablename="kept_moment"):
    """A moment of a working day whose work was given out. The key keeps any other ticker from giving it out again."""

    key = Varchar(length=40, primary_key=True)
    at = Timestamptz(default=None, null=False)
