"""Who is named in the notes of a case."""

from piccolo.columns import ForeignKey, Serial, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case, Note
from tawasul.accounts.tables import Staff


class Mention(Table, tablename="mention"):
    """A colleague named in a note, once for each note (unique). `read_at`: when she opened the case after it."""

    id = Serial(primary_key=True)
    note = ForeignKey(Note, on_delete=OnDelete.restrict, null=False)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False)
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    at = Timestamptz(default=None, null=False)
    read_at = Timestamptz(default=None, null=True)
