"""Agencies, the people who work in them, and their sessions."""

from typing import Any

from piccolo.columns import Boolean, ForeignKey, Serial, Timestamptz, Varchar
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
    retired_at = Timestamptz(default=None, null=True)
    seed_hash = Varchar(length=64, default=None, null=True)


class Staff(Table, tablename="staff"):
    """A person with an account. `agency` is null only for national roles."""

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


class Session(Table, tablename="session"):
    """A login. Only the hash of its token is kept."""

    id = Serial(primary_key=True)
    token_hash = Varchar(length=64, unique=True)
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    created_at = Timestamptz(default=None, null=False)
    last_seen_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False, index=True)
