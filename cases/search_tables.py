"""By which words cases are found, and the lists that members of staff keep for themselves."""

from piccolo.columns import ForeignKey, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case
from tawasul.accounts.tables import Staff


class SearchText(Table, tablename="search_text"):
    """Every word of a case and of what was written about it, folded, each once. One a case (unique).

    On SQLite an FTS5 table follows it by triggers; on PostgreSQL an index of its words stands over it.
    """

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, unique=True)
    words = Text()


class SavedView(Table, tablename="saved_view"):
    """Filters and an order under a name, of one member of staff. `query`: as an address says them.

    `folded`: the name without differences of spelling; unique with the person.
    """

    id = Serial(primary_key=True)
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    name = Varchar(length=40)
    folded = Varchar(length=80)
    query = Text()
    made_at = Timestamptz(default=None, null=False)
