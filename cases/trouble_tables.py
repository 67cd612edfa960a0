"""Cases on which time could not be worked."""

from piccolo.columns import ForeignKey, Integer, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case


class SetAside(Table, tablename="set_aside"):
    """A case that could not be closed when its window had ended, until it can: so it stops no other.

    `error` is its kind and code, `since` when it failed last, `again_at` the next try.
    """

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, unique=True)
    attempts = Integer(default=1)
    error = Varchar(length=200, default="")
    since = Timestamptz(default=None, null=False)
    again_at = Timestamptz(default=None, null=False)
