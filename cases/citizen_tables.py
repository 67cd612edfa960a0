"""What the one who filed a case says after filing it, besides answers to questions."""

from piccolo.columns import ForeignKey, Integer, Serial, SmallInt, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case


class Message(Table, tablename="citizen_message"):
    """Words of the citizen. `what`: `information` that was added, or why a case was `withdrawn`."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, index=True)
    what = Varchar(length=12)
    text = Text()
    at = Timestamptz(default=None, null=False)


class Rating(Table, tablename="rating"):
    """What the citizen thinks of the reply of a cycle, from 1 to 5. Unique (case, cycle)."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False)
    cycle = Integer(default=1)
    stars = SmallInt(default=None, null=False)
    text = Text()
    at = Timestamptz(default=None, null=False)


class Review(Table, tablename="review"):
    """A last look by somebody more senior, in a cycle of its own. One a case (unique)."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, unique=True)
    cycle = Integer(default=3)
    reason = Text()
    at = Timestamptz(default=None, null=False)


class ContactCode(Table, tablename="contact_code"):
    """A one-time code that was sent to an address, by a fingerprint of both. `used_at`: it did its work."""

    id = Serial(primary_key=True)
    contact = Varchar(length=64, index=True)
    code_hash = Varchar(length=64)
    tries = Integer(default=0)
    sent_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False, index=True)
    used_at = Timestamptz(default=None, null=True)
