"""What became of what the program sorted, and the sums of it. Only `cases.sorted_counting` writes here."""

from piccolo.columns import BigSerial, Boolean, Date, ForeignKey, Integer, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case


class SortedCase(Table, tablename="sorted_case"):
    """One case that the program has read, and what people then did with its answer. One a case (unique).

    `fate`: routed (by the program), chosen (it went by the citizen's choice), held (the program was sure, but the place
    was missing or the citizen had chosen another agency), unsure, nothing. `first` is the agency that it was routed
    to; `agency` the one under which it is counted: `first`, or whoever has it since people sorted it, or none.
    """

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, unique=True)
    at = Timestamptz(default=None, null=False)
    day = Date(default=None, null=False)
    language = Varchar(length=10)
    category = Varchar(length=40, default="")
    fate = Varchar(length=10)
    sure = Boolean(default=False)
    first = Varchar(length=20, default="")
    agency = Varchar(length=20, default="")
    judged = Boolean(default=False)
    stayed = Boolean(default=False)
    recategorised = Boolean(default=False)
    waited = Varchar(length=10, default="")


class SortedCount(Table, tablename="sorted_count"):
    """Differences to the numbers about sorting: their sum is the number. Appended, so that no act waits for another.

    `n` are all; they are counted by their fate as well, and by what people did. `level`: 0 as appended, 1 the sum of
    such; sums are unique. What is long past is kept by months. `category` and `fate` are what earlier versions counted
    by: folding takes the one to `SortedCategory`, the other to its counter, so that a day has few rows of many cases.
    """

    id = BigSerial(primary_key=True)
    day = Date(default=None, null=False)
    language = Varchar(length=10)
    agency = Varchar(length=20, default="")
    category = Varchar(length=40, default="")
    fate = Varchar(length=10, default="")
    n = Integer(default=0)
    routed = Integer(default=0)
    chosen = Integer(default=0)
    held = Integer(default=0)
    unsure = Integer(default=0)
    nothing = Integer(default=0)
    sure = Integer(default=0)
    judged = Integer(default=0)
    stayed = Integer(default=0)
    recategorised = Integer(default=0)
    within_1h = Integer(default=0)
    within_4h = Integer(default=0)
    within_8h = Integer(default=0)
    within_24h = Integer(default=0)
    within_72h = Integer(default=0)
    longer = Integer(default=0)
    level = Integer(default=0)


class SortedCategory(Table, tablename="sorted_category"):
    """Differences to how many texts of a day the program took for what, kept as `SortedCount` is, but not for ever."""

    id = BigSerial(primary_key=True)
    day = Date(default=None, null=False)
    category = Varchar(length=40)
    n = Integer(default=0)
    level = Integer(default=0)
