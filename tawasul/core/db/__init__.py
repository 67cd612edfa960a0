"""The database: engines that survive cancels and crashes, transactions, and a few things done to rows."""

from tawasul.core.db.many import insert_rows, put_rows, update_rows
from tawasul.core.db.migrate import MigrationFailed, migrate, pending
from tawasul.core.db.owner import count_statements
from tawasul.core.db.registry import close_pool, connect, engine, open_pool
from tawasul.core.db.rows import (
    AWAY,
    DatabaseError,
    day,
    dialect,
    fetch,
    insert_many,
    instant,
    is_unique_violation,
    lock,
    swap,
)
from tawasul.core.db.transactions import before_commit, in_transaction, require_transaction, savepoint, transaction

__all__ = [
    "AWAY",
    "DatabaseError",
    "MigrationFailed",
    "before_commit",
    "close_pool",
    "connect",
    "count_statements",
    "day",
    "dialect",
    "engine",
    "fetch",
    "in_transaction",
    "insert_many",
    "insert_rows",
    "instant",
    "is_unique_violation",
    "lock",
    "migrate",
    "open_pool",
    "pending",
    "put_rows",
    "require_transaction",
    "savepoint",
    "swap",
    "transaction",
    "update_rows",
]
