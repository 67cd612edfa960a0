"""Agencies, the people who work in them, and their sessions."""

from typing import Any

from piccolo.columns import BigInt, Boolean, Date, ForeignKey, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table


class Role(Table, tablename="role"):
    """Code table: what a member of staff is."""

    code = Varchar(length=30, primary_key=True)


class Agency(Table, tablename="agency"):
    """A body that answers cases. Retired, never deleted."""

    code = Varchar(length=20, primary_key=True)
    name_en = Varchar(length=200)
    name_ar = Varchar(length=200)
    parent: ForeignKey[Any] = ForeignKey("self", on_delete=OnDelete.restrict, null=True, default=None)
    email = Varchar(length=254, default=None, null=True)
    phone = Varchar(length=30, default=None, null=True)
    successor: ForeignKey[Any] = ForeignKey("self", on_delete=OnDelete.restrict, null=True, default=None)
    retired_at = Timestamptz(default=None, null=True)
    seed_hash = Varchar(length=64, default=None, null=True)


class Staff(Table, tablename="staff"):
    """A person with an account. `agency` is null only for national roles.

    `must_change`: the password was given by somebody else. `second_secret` is sealed; without `second_since` it was
    shown but not proved yet. `second_step`: the last 30 seconds whose code was taken.
    """

    id = Serial(primary_key=True)
    username = Varchar(length=60, unique=True)
    name_en = Varchar(length=120)
    name_ar = Varchar(length=120)
    email = Varchar(length=254, default=None, null=True)
    role = ForeignKey(Role, on_delete=OnDelete.restrict, null=False)
    agency = ForeignKey(Agency, on_delete=OnDelete.restrict, null=True, default=None)
    language = Varchar(length=2, default="ar")
    password_hash = Varchar(length=200)
    active = Boolean(default=True)
    demo = Boolean(default=False)
    created_at = Timestamptz(default=None, null=False)
    must_change = Boolean(default=False)
    second_secret = Varchar(length=300, default=None, null=True)
    second_since = Timestamptz(default=None, null=True)
    second_step = BigInt(default=0)


class Session(Table, tablename="session"):
    """A login. Only the hash of its token is kept."""

    id = Serial(primary_key=True)
    token_hash = Varchar(length=64, unique=True)
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    created_at = Timestamptz(default=None, null=False)
    last_seen_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False, index=True)


class HalfLogin(Table, tablename="half_login"):
    """A login whose password was right and whose code is still to come. It opens nothing."""

    id = Serial(primary_key=True)
    token_hash = Varchar(length=64, unique=True)
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False, index=True)
    expires_at = Timestamptz(default=None, null=False, index=True)


class RecoveryCode(Table, tablename="recovery_code"):
    """What opens the account once when the phone is gone. Only its keyed hash is kept."""

    id = Serial(primary_key=True)
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False, index=True)
    code_hash = Varchar(length=64)
    made_at = Timestamptz(default=None, null=False)
    used_at = Timestamptz(default=None, null=True)


class Leave(Table, tablename="leave"):
    """When a member of staff is away, both days included, and who stands in.

    `begun_at`: when the open cases were handed over. `ended_at`: when somebody called it off, or it ended early.
    """

    id = Serial(primary_key=True)
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False, index=True)
    first = Date(default=None, null=False)
    last = Date(default=None, null=False, index=True)
    stand_in = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True, default=None)
    entered_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    entered_at = Timestamptz(default=None, null=False)
    begun_at = Timestamptz(default=None, null=True)
    ended_at = Timestamptz(default=None, null=True)
