"""Who is kept from a case, and who may read a confidential one."""

from piccolo.columns import ForeignKey, Serial, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case
from tawasul.accounts.tables import Staff


class Barred(Table, tablename="barred"):
    """Somebody whom a case is about, or who is too near to it. Once for each case and person."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False)
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    at = Timestamptz(default=None, null=False)


class NamedReader(Table, tablename="named_reader"):
    """Somebody who may read a confidential case. Once for each case and person."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False)
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    at = Timestamptz(default=None, null=False)


class Reading(Table, tablename="reading"):
    """That somebody read a confidential case."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, index=True)
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    at = Timestamptz(default=None, null=False)
