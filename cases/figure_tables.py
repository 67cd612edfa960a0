"""What the numbers of the boards are made of. Everything but `Holding` can be made anew from cases and clocks."""

from piccolo.columns import BigInt, BigSerial, Boolean, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case
from tawasul.accounts.tables import Staff


class Holding(Table, tablename="holding"):
    """Who held a case from when on; null: nobody. Append-only, written wherever a case's holder changes."""

    id = BigSerial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, index=True)
    holder = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True, default=None)
    at = Timestamptz(default=None, null=False)


class Counted(Table, tablename="counted"):
    """A citizen's clock as the boards count it: under what, and as what. One a clock.

    `agency` and `holder` (the officer's number) are those at the due date, or at the end if that came first; `kind`,
    `category` and `governorate` those of the case. An empty text stands for none. `state`: open, met, late or void.
    `at_agency` has the case, or had it at the end; the days are the instants at which they begin in Bahrain.
    """

    clock = BigInt(primary_key=True, default=0)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, index=True)
    cycle = Integer(default=1)
    due_at = Timestamptz(default=None, null=False)
    agency = Varchar(length=20, default="")
    kind = Varchar(length=20, default="")
    category = Varchar(length=40, default="")
    governorate = Varchar(length=20, default="")
    holder = Varchar(length=20, default="")
    state = Varchar(length=10, default="open")
    gross_met = Boolean(default=False)
    had_pause = Boolean(default=False)
    answered = Boolean(default=False)
    reopened = Boolean(default=False)
    corrected = Boolean(default=False)
    drafted = Boolean(default=False)
    at_agency = Varchar(length=20, default="")
    began_on = Timestamptz(default=None, null=True)
    answered_on = Timestamptz(default=None, null=True)


class DueCount(Table, tablename="due_count"):
    """Differences to the numbers of the boards: their sum is the number. Appended, so that no act waits for another.

    Counted under an instant, an agency, and one value of one of the dimensions of `cases.attribution`. `level`: 0 as
    appended, 1 the sum of such, 2 the sum of a month at its first instant; sums are unique.
    """

    id = BigSerial(primary_key=True)
    due_at = Timestamptz(default=None, null=False)
    agency = Varchar(length=20, default="")
    dimension = Varchar(length=12)
    value = Varchar(length=40, default="")
    open = Integer(default=0)
    met = Integer(default=0)
    late = Integer(default=0)
    void = Integer(default=0)
    gross_met = Integer(default=0)
    had_pause = Integer(default=0)
    answered = Integer(default=0)
    reopened = Integer(default=0)
    corrected = Integer(default=0)
    drafted = Integer(default=0)
    level = Integer(default=0)
