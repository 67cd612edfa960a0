"""A phone for tests: sets a second factor up, and shows its codes."""

from dataclasses import dataclass
from datetime import timedelta

import pyotp

from tawasul.accounts import second_changes, staff
from tawasul.accounts.tables import Staff
from tawasul.accounts.views import COLUMNS, StaffView, view
from tawasul.core import clock
from tawasul.core.actor import system

PASSWORD = "blue-boat-seven"
STEP = timedelta(seconds=30)


@dataclass
class Phone:
    """Somebody's phone, and the recovery codes beside it."""

    secret: str
    codes: list[str]

    def code(self, *, steps: int = 0) -> str:
        """What it shows now, or so many steps of 30 seconds later."""
        return pyotp.TOTP(self.secret).at(clock.now() + steps * STEP)

    def wrong(self) -> str:
        """A code that is none of those around now."""
        near = {self.code(steps=steps) for steps in (-1, 0, 1)}
        return next(code for code in ("000000", "000001", "000002", "000003") if code not in near)


async def hired(username: str = "sara", role: str = "officer", agency: str | None = "EWA") -> StaffView:
    """Somebody who has chosen a password already."""
    number = await staff.add(staff.NewStaff(username, PASSWORD, role, agency), by=system("test"))
    return view((await Staff.select(*COLUMNS).where(Staff.id == number))[0])


async def phone_of(person: StaffView) -> Phone:
    """A second factor, set up a minute ago."""
    with clock.moved(clock.now() - 4 * STEP):
        await second_changes.begin(person, PASSWORD)
        secret = (await second_changes.standing(person)).secret
        assert secret is not None
        set_up = await second_changes.confirm(person, pyotp.TOTP(secret).at(clock.now()))
    return Phone(secret, set_up.codes)
