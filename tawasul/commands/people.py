"""`user`: accounts of staff."""

import click

from tawasul.accounts import staff
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
def add(**given: str | None) -> None:
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
    )
    once(staff.add(new, by=system("cli")))
    click.echo(f"{new.username} can log in" + ("" if given["password"] else f" with the password {password}"))
