"""What officers put on cases to find them by, and which cases belong together."""

from piccolo.columns import ForeignKey, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case
from tawasul.accounts.tables import Agency, Staff


class Tag(Table, tablename="case_tag"):
    """An agency's word on a case. `folded`: without differences of spelling; once a case and agency (unique)."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False)
    agency = ForeignKey(Agency, on_delete=OnDelete.restrict, null=False)
    word = Varchar(length=40)
    folded = Varchar(length=80)
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    at = Timestamptz(default=None, null=False)


class Link(Table, tablename="case_link"):
    """Two cases that belong together. One row for both (unique), the elder first."""

    id = Serial(primary_key=True)
    elder = ForeignKey(Case, on_delete=OnDelete.restrict, null=False)
    younger = ForeignKey(Case, on_delete=OnDelete.restrict, null=False)
    kind = Varchar(length=10, default="related")
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    at = Timestamptz(default=None, null=False)
