"""Which cases an absence moved to somebody else."""

from piccolo.columns import ForeignKey, Serial
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case
from tawasul.accounts.tables import Leave


class LeaveCase(Table, tablename="leave_case"):
    """A case that was handed over when its officer's leave began. Unique (leave, case)."""

    id = Serial(primary_key=True)
    leave = ForeignKey(Leave, on_delete=OnDelete.restrict, null=False)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, index=True)
