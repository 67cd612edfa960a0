"""What somebody chose to do with many cases at once: a list that was frozen when she looked at it."""

from piccolo.columns import ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case
from tawasul.accounts.tables import Staff


class Bulk(Table, tablename="bulk"):
    """One act for many cases. `value`: what goes with the act, as JSON. `begun_at`: when it was confirmed.

    `out_of_reach`: how many of the chosen cases she does not reach; nothing else is kept of them.
    """

    id = Serial(primary_key=True)
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    act = Varchar(length=10)
    value = Text()
    out_of_reach = Integer(default=0)
    made_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False)
    begun_at = Timestamptz(default=None, null=True)
    ended_at = Timestamptz(default=None, null=True)


class BulkCase(Table, tablename="bulk_case"):
    """A case of the list as it was seen (`rev`). `state`: waiting, excluded, done or left; `reason`: of the last two.

    A case stands once in a list (unique).
    """

    id = Serial(primary_key=True)
    bulk = ForeignKey(Bulk, on_delete=OnDelete.cascade, null=False)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False)
    rev = Integer(default=0)
    state = Varchar(length=10)
    reason = Varchar(length=40, default="")
