"""`user`: accounts of staff."""

import click

from tawasul.accounts import access, staff
from tawasul.accounts.passwords import make_password
from tawasul.accounts.permissions import ROLES
from tawasul.commands.common import once, prepared
from tawasul.core.actor import system


@click.group()
def user() -> None:
    """Accounts of staff."""


@user.command()
@click.argument("username")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--agency", help="code of the agency, for roles that have one")
@click.option("--name-ar", default="", help="name in Arabic")
@click.option("--name-en", default="", help="name in English")
@click.option("--email", help="where reminders go")
@click.option("--password", envvar="TAWASUL_NEW_PASSWORD", help="made and printed if not given")
@click.option("--must-change", is_flag=True, help="another password has to be chosen at the first login")
def add(*, must_change: bool, **given: str | None) -> None:
    """Open an account."""
    prepared()
    password = given["password"] or make_password()
    new = staff.NewStaff(
        username=(given["username"] or "").lower(),
        password=password,
        role=given["role"] or "",
        agency=given["agency"],
        name_ar=given["name_ar"] or "",
        name_en=given["name_en"] or "",
        email=given["email"],
        must_change=must_change,
    )
    once(staff.add(new, by=system("cli")))
    click.echo(f"{new.username} can log in" + ("" if given["password"] else f" with the password {password}"))


@user.command(name="password")
@click.argument("username")
@click.option("--password", envvar="TAWASUL_NEW_PASSWORD", help="made and printed if not given")
@click.option("--keep", is_flag=True, help="the password stays; without it another one is chosen at the next login")
def reset(username: str, password: str | None, *, keep: bool) -> None:
    """Give an account another password, and end its sessions."""
    prepared()
    new = password or make_password()
    once(access.reset_password(username, new, must_change=not keep, by=system("cli")))
    click.echo(f"{username} can log in" + ("" if password else f" with the password {new}"))


@user.command(name="second-off")
@click.argument("username")
@click.option("--reason", required=True, help="stays in the history of the account")
def second_off(username: str, reason: str) -> None:
    """Take the second factor off somebody who lost the phone."""
    prepared()
    once(access.take_second_of(username, reason, by=system("cli")))
    click.echo(f"{username} logs in with the password alone")
