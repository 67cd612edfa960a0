"""A case of which something is asked, for programs."""

import httpx
import pytest

from cases import questions, sorting
from cases.tables import Case
from tawasul.accounts import views
from tawasul.accounts.tables import Staff
from tests.web.conftest import SURE

CASES = "/api/v1/cases"


@pytest.fixture
async def asked(http: httpx.AsyncClient, staff: dict[str, int]) -> tuple[str, dict[str, str]]:
    """The address of a case whose citizen is asked, and the headers that open it."""
    receipt = (await http.post(CASES, json={"text": "No power since Sunday", "language": "en"})).json()
    row = await Case.select().first()
    await sorting.sort_case(row["id"], lambda text, governorate: SURE)
    [basim] = [views.view(found) for found in await Staff.select(*views.COLUMNS) if found["username"] == "basim"]
    row = await Case.select().first()
    await questions.ask(row["id"], "place_unclear", "Which house is it?", by=basim, rev=row["rev"])
    return f"{CASES}/{receipt['reference']}", {"X-Access-Code": receipt["access_code"]}
