"""What a case that is not one agency's alone leaves behind. Only acts of this package write here."""

from piccolo.columns import BigInt, Boolean, ForeignKey, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case
from routing.tables import Category
from tawasul.accounts.tables import Agency, Staff


class TransferProposal(Table, tablename="transfer_proposal"):
    """An agency says that another one should answer. One that waits a case (unique).

    `state`: open, accepted, refused, withdrawn, or overtaken (the case moved on before anybody decided).
    `at_once`: within one working day of the case's arrival: its address was wrong. `raised_at`: when it came before
    the arbiter.
    """

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, index=True)
    from_agency = ForeignKey(Agency, on_delete=OnDelete.restrict, null=False)
    to_agency = ForeignKey(Agency, on_delete=OnDelete.restrict, null=False)
    category = ForeignKey(Category, on_delete=OnDelete.restrict, null=True, default=None)
    reason = Text()
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    at = Timestamptz(default=None, null=False)
    at_once = Boolean(default=False)
    answer_by = Timestamptz(default=None, null=False)
    raised_at = Timestamptz(default=None, null=True)
    state = Varchar(length=10, default="open")
    decided_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True, default=None)
    decided_at = Timestamptz(default=None, null=True)
    remark = Text(default="")


class Part(Table, tablename="case_part"):
    """What another agency does of a case. Its answer stays inside; the citizen gets one reply. One level, no deeper.

    `clock`: its own clock, of the kind "part". `state`: open, answered or withdrawn; an agency has one open (unique).
    `words`: the answer, or why it was withdrawn. `holder`: who of the agency answers it, once somebody took it on.
    """

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, index=True)
    agency = ForeignKey(Agency, on_delete=OnDelete.restrict, null=False)
    asked = Text()
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    at = Timestamptz(default=None, null=False)
    clock = BigInt(default=0)
    state = Varchar(length=10, default="open")
    words = Text(default="")
    ended_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True, default=None)
    ended_at = Timestamptz(default=None, null=True)
    holder = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True, default=None)
