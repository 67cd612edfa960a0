"""Files that citizens attach to what they write."""

from piccolo.columns import ForeignKey, Integer, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case, Filing


class Attachment(Table, tablename="attachment"):
    """A file of a form that is being filled in, or of a case.

    `key`: where the store has it. `state`: `waiting` until it was looked at, then `ready` or `refused`; only what is
    ready is given to anybody. `fault`: why it was refused.
    """

    id = Serial(primary_key=True)
    filing = ForeignKey(Filing, on_delete=OnDelete.restrict, null=True, default=None, index=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=True, default=None, index=True)
    key = Varchar(length=60, unique=True)
    name = Varchar(length=120)
    type = Varchar(length=40)
    size = Integer(default=0)
    state = Varchar(length=10, default="waiting")
    fault = Varchar(length=20, default=None, null=True)
    at = Timestamptz(default=None, null=False)
