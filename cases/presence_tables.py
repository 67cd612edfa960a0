"""Who has a case open now, and who writes there."""

from piccolo.columns import ForeignKey, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case
from tawasul.accounts.tables import Staff


class Presence(Table, tablename="presence"):
    """When somebody was last seen at a case, what she wrote there last, and when. One a case and person (unique).

    `doing`: reply, note, or nothing. No history: what is older than a minute counts for nothing, and is swept away.
    """

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False)
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    seen_at = Timestamptz(default=None, null=False)
    doing = Varchar(length=10, default="")
    did_at = Timestamptz(default=None, null=True)
