"""A citizen at the page of a case that an agency has, and what that agency does meanwhile."""

import pytest

from cases import sorting
from cases.tables import Case
from tawasul.accounts import views
from tawasul.accounts.tables import Staff
from tests.web.citizen import Visitor
from tests.web.conftest import SURE


class Office:
    """What the agency does meanwhile, in the only case there is."""

    def __init__(self, people):
        self.people = people

    async def case(self):
        return await Case.select().first()

    async def does(self, act, *values, by="basim"):
        row = await self.case()
        await act(row["id"], *values, by=self.people[by], rev=row["rev"])


@pytest.fixture
async def office(staff):
    rows = await Staff.select(*views.COLUMNS)
    return Office({row["username"]: views.view(row) for row in rows})


@pytest.fixture
async def opened(visitor: Visitor, office):
    """A citizen's page of a case that an agency has; gives its path."""
    reference, code = await visitor.files()
    await sorting.sort_case((await office.case())["id"], lambda text, governorate: SURE)
    await visitor.opens("/track?lang=en")
    await visitor.sends("/track", reference=reference, code=code)
    await visitor.follows()
    return visitor, f"/track/{reference}"
