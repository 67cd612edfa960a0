"""Write docs/permissions.md: every page and act for staff, and which role may ask for it.

usage: python docs/list_permissions.py
"""

import os
import secrets
from pathlib import Path

os.environ.setdefault("TAWASUL_SECRET_KEY", secrets.token_hex(32))

from tawasul.accounts.permissions import NATIONAL, ROLES, roles_for
from web.app import create_app, guarded

PAGE = Path(__file__).parent / "permissions.md"
WORDS = """# Who may do what

Every page and act that is for staff alone; `python docs/list_permissions.py` writes this page, and a test asks for
every cell of it. ● the role may; ◐ the role may, for cases within its reach; an empty cell is refused.

Reach: an officer her agency's cases; a supervisor and a head also those of the directorates below; arbiter, minister's
office and national supervisor all; whoever sorts also cases that no agency has yet. A case out of reach is answered
like one that does not exist. What is not listed is for everybody: filing, following a case by its number and access
code, and the pages about the service.

The numbers of a board are those of the reader's reach, and lead to its cases; of her own agency she reads all, as she
could count them in its queue. Beside them she reads what other agencies of the same volume had due, and their rates:
no count of theirs under 5, nor what would give it away, and no case. Where late or kept replies are 1 to 4 only a bound
of the rate in whole percent is given; an agency with fewer than 5 due is left out. Officers are named and compared only
to those whose agency they belong to.
"""


def cell(role: str, path: str, permission: str) -> str:
    if role not in roles_for(permission):
        return ""
    return "◐" if "/cases/{reference" in path and role not in NATIONAL else "●"


def table() -> str:
    """The page as it should be."""
    lines = [f"| | {' | '.join(role.replace('_', ' ') for role in ROLES)} |", f"| --- |{' :-: |' * len(ROLES)}"]
    rows = []
    for path, handler in guarded(create_app()):
        permission = handler.opt["permission"]
        for method in sorted(handler.http_methods - {"OPTIONS"} if permission != "public" else ()):
            cells = " | ".join(cell(role, path, permission) for role in ROLES)
            rows.append((path, method, f"| {method} `{path}` | {cells} |"))
    return "\n".join([WORDS, *lines, *(row for _, _, row in sorted(rows))]) + "\n"


if __name__ == "__main__":
    PAGE.write_text(table(), encoding="utf-8")
