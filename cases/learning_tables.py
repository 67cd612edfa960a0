"""What the sorter learns from people: its models, the training of new ones, how it is set, and citizens' objections."""

from piccolo.columns import JSONB, Boolean, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case
from tawasul.accounts.tables import Agency


class Sorter(Table, tablename="sorter"):
    """How the sorter is set, for all workers: one row.

    `running` and `before` name models; an empty name is the one that the system was set up with. `before` null: no
    promotion that could be taken back.
    """

    code = Varchar(length=10, primary_key=True)
    running = Varchar(length=80, default="")
    before = Varchar(length=80, default=None, null=True)
    since = Timestamptz(default=None, null=True)
    triage_only = Boolean(default=False)
    triage_only_since = Timestamptz(default=None, null=True)
    rev = Integer(default=1)


class SorterModel(Table, tablename="sorter_model"):
    """A model that learnt from corrections too. `state`: candidate, promoted or refused.

    `lessons`: how many corrections taught it; `up_to`: the last of them. `report`: its figures on texts that it had
    not seen, in short; with every label they lie beside the model.
    """

    name = Varchar(length=80, primary_key=True)
    state = Varchar(length=10, default="candidate")
    lessons = Integer(default=0)
    up_to = Integer(default=0)
    report = JSONB(default="{}")
    made_at = Timestamptz(default=None, null=False)
    decided_at = Timestamptz(default=None, null=True)
    decided_by = Varchar(length=60, default=None, null=True)


class Training(Table, tablename="training"):
    """A training that was asked for. One at a time is open (unique). `error` is a code where none came of it."""

    id = Serial(primary_key=True)
    subject = Varchar(length=10, default="sorter")
    asked_at = Timestamptz(default=None, null=False)
    asked_by = Varchar(length=60)
    began_at = Timestamptz(default=None, null=True)
    ended_at = Timestamptz(default=None, null=True)
    model = Varchar(length=80, default=None, null=True)
    error = Varchar(length=20, default=None, null=True)


class Objection(Table, tablename="objection"):
    """A citizen says that the program sent the case to the wrong office. Once a case (unique).

    It is open while the case is still there: `agency` and `category` are what the case had.
    """

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, unique=True)
    reason = Text()
    agency = ForeignKey(Agency, on_delete=OnDelete.restrict, null=False)
    category = Varchar(length=40, default=None, null=True)
    at = Timestamptz(default=None, null=False)
    settled_at = Timestamptz(default=None, null=True)
