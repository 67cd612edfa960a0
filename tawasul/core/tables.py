"""Tables that every process shares: signs of life, and tries that slow down."""

from piccolo.columns import JSONB, Integer, Timestamptz, Varchar
from piccolo.table import Table


class Heartbeat(Table, tablename="heartbeat"):
    """When each process last showed that it works."""

    instance = Varchar(length=120, primary_key=True)
    process = Varchar(length=20, index=True)
    beaten_at = Timestamptz(default=None, null=False)
    data = JSONB(default="{}")


class Throttle(Table, tablename="throttle"):
    """Wrong tries by a fingerprint of who tries and what for."""

    key = Varchar(length=64, primary_key=True)
    tries = Integer(default=0)
    first_at = Timestamptz(default=None, null=False)
    blocked_until = Timestamptz(default=None, null=True)
