"""Cases that came from another system, and the files that they came in."""

from piccolo.columns import Boolean, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case
from tawasul.accounts.tables import Staff


class ImportFile(Table, tablename="import_file"):
    """A file of cases that somebody sent, and how far it is.

    `state`: `checking`, then `checked` or `unreadable`; once somebody wants it, `importing`, then `done`; `forgotten`
    when nobody did; `failed` when the job of `checking`, or with `started_at` of `importing`, was given up.
    `key`: where the store has it, until it is not needed. `fault`: why it is unreadable, as JSON. `line_count`: rows in
    it, `good` those without a fault, `bad` the others. `gone`: rows gone through in what runs; `passed`: those of them
    that are cases now; `taken`: those of them that this file brought.
    """

    id = Serial(primary_key=True)
    key = Varchar(length=60, null=True, default=None, unique=True)
    name = Varchar(length=120)
    type = Varchar(length=10)
    size = Integer(default=0)
    digest = Varchar(length=64)
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    at = Timestamptz(default=None, null=False)
    state = Varchar(length=10, default="checking", index=True)
    fault = Text(null=True, default=None)
    line_count = Integer(default=0)
    good = Integer(default=0)
    bad = Integer(default=0)
    gone = Integer(default=0)
    passed = Integer(default=0)
    taken = Integer(default=0)
    started_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True, default=None)
    started_at = Timestamptz(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)


class ImportFault(Table, tablename="import_fault"):
    """What is wrong in a row of such a file, by its line and column; never what stands there. `params` is JSON."""

    id = Serial(primary_key=True)
    file = ForeignKey(ImportFile, on_delete=OnDelete.restrict, null=False)
    line = Integer(default=0)
    column = Varchar(length=40)
    code = Varchar(length=40)
    params = Text(default="{}")


class Imported(Table, tablename="imported_case"):
    """A case that another system had under a number, known by that number's hash. It is imported once, ever."""

    id = Serial(primary_key=True)
    key_hash = Varchar(length=64, unique=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=True, default=None)
    at = Timestamptz(default=None, null=False)
    file = ForeignKey(ImportFile, on_delete=OnDelete.restrict, null=True, default=None, index=True)


class CaseExport(Table, tablename="case_export"):
    """A file of cases that somebody asked for, and how far it is.

    `state`: `writing`, then `ready`, or `failed`; `forgotten` after its time. `role`, `place`: in whose reach it was
    written; with another one its owner gets it no more. `pieces`: where the store has it, in the order of the file.
    """

    id = Serial(primary_key=True)
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False, index=True)
    role = Varchar(length=30)
    place = Varchar(length=20, null=True, default=None)
    at = Timestamptz(default=None, null=False)
    format = Varchar(length=10)
    agency = Varchar(length=20, null=True, default=None)
    since = Timestamptz(null=True, default=None)
    texts = Boolean(default=False)
    language = Varchar(length=2)
    state = Varchar(length=10, default="writing")
    total = Integer(default=0)
    gone = Integer(default=0)
    size = Integer(default=0)
    pieces = Text(default="")
    ready_at = Timestamptz(null=True, default=None)
