"""What the sorter finds beside a case: why it chose, and answered cases like it."""

from piccolo.columns import JSONB, Bytea, ForeignKey, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case


class Comparison(Table, tablename="comparison"):
    """The words that spoke for each candidate, the training texts nearest to the case, and the ids of answered cases
    like it. One a case (unique); written anew when the case comes to another agency or category."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, unique=True)
    words = JSONB(default="{}")
    examples = JSONB(default="[]")
    answered = JSONB(default="[]")
    at = Timestamptz(default=None, null=False)


class Answered(Table, tablename="answered"):
    """The signature of an answered case by one model. The newest of each agency and category are kept."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, unique=True)
    agency = Varchar(length=20)
    category = Varchar(length=40)
    model = Varchar(length=80)
    signature = Bytea()
    at = Timestamptz(default=None, null=False)
