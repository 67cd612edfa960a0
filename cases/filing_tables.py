"""What belongs to filing a case besides the case itself."""

from piccolo.columns import JSONB, ForeignKey, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case
from routing.tables import CategoryQuestion
from tawasul.accounts.tables import Staff


class Suggestion(Table, tablename="suggestion"):
    """What the sorter thinks of a text that is being filed, known by a random token for a quarter of an hour.

    `text` is sealed (purpose "suggestion") and goes once it was read. `candidates` is null until then.
    """

    id = Serial(primary_key=True)
    token_hash = Varchar(length=64, unique=True)
    text = Text(default=None, null=True)
    decision = Varchar(length=10, default=None, null=True)
    candidates = JSONB(default=None, null=True)
    expires_at = Timestamptz(default=None, null=False, index=True)


class Detail(Table, tablename="case_detail"):
    """What a citizen answered to a question of the category. Unique (case, question)."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False)
    question = ForeignKey(CategoryQuestion, on_delete=OnDelete.restrict, null=False)
    value = Varchar(length=200)


class Assisted(Table, tablename="assisted"):
    """Which member of staff filed a case for the one whose it is. One a case (unique)."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, unique=True)
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    filed_at = Timestamptz(default=None, null=False)
