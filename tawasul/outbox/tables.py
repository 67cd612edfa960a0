"""Work that leaves after commit."""

from piccolo.columns import JSONB, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table


class OutboxMessage(Table, tablename="outbox_message"):
    """One job to be done. Its id is random: SQLite would give a deleted row's number to the next one.

    `state`: ready → leased → (deleted when done) | dead. `args` holds ids only. `key`, when given, keeps a
    second message with the same key away while this one waits (unique index where not null).
    """

    id = Varchar(length=32, primary_key=True)
    job = Varchar(length=80)
    args = JSONB(default="[]")
    key = Varchar(length=120, default=None, null=True)
    state = Varchar(length=10, default="ready")
    attempts = Integer(default=0)
    leases = Integer(default=0)
    available_at = Timestamptz(default=None, null=False)
    leased_until = Timestamptz(default=None, null=True)
    created_at = Timestamptz(default=None, null=False)
    last_error = Text(default=None, null=True)
