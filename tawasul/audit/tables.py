"""The append-only history. Personal values stand apart, so that erasing them leaves the chain whole."""

from piccolo.columns import JSONB, BigInt, BigSerial, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table


class Private(Table, tablename="audit_private"):
    """A personal value of an entry. The entry holds only its salted hash."""

    id = BigSerial(primary_key=True)
    salt = Varchar(length=64)
    sealed = Varchar(length=None, default=None, null=True)
    hash = Varchar(length=64)
    erased_at = Timestamptz(default=None, null=True)


class Entry(Table, tablename="audit_entry"):
    """One thing done, linked by hash to the entry before it in its stream. Unique (stream, seq)."""

    id = BigSerial(primary_key=True)
    stream = Varchar(length=60)
    seq = Integer(default=0)
    at = Timestamptz(default=None, null=False)
    actor = Varchar(length=60)
    act = Varchar(length=60)
    data = JSONB(default="{}")
    private_id = ForeignKey(Private, on_delete=OnDelete.restrict, null=True, default=None)
    prev = Varchar(length=64)
    hash = Varchar(length=64)


class Seal(Table, tablename="audit_seal"):
    """What the history was at the beginning of a day, signed with a key that the database does not hold."""

    number = Integer(primary_key=True)
    day = Date(default=None, null=False, unique=True)
    at = Timestamptz(default=None, null=False)
    upto = BigInt(default=0)
    heads = Integer(default=0)
    digest = Varchar(length=64)
    key_id = Varchar(length=16)
    prev = Varchar(length=64)
    mark = Varchar(length=64)


class Head(Table, tablename="audit_head"):
    """The last entry of a stream that grew since the seal before this one."""

    id = BigSerial(primary_key=True)
    seal = ForeignKey(Seal, on_delete=OnDelete.restrict, null=False)
    stream = Varchar(length=60)
    seq = Integer(default=0)
    hash = Varchar(length=64)
