"""Letters as staff see them: what was sent, what waits, what has no way out here."""

from typing import Any

from litestar import Request, Response, get

from tawasul.notify import mailbag
from web.desk.frame import frame
from web.desk.wording import letter_channel, letter_state, letter_words
from web.guards import needs, staff_of
from web.numbers import typed_number
from web.pages import page

PAGE = 50


@get("/desk/letters", opt=dict(needs("letters")), include_in_schema=False)
async def letters(request: Request[Any, Any, Any]) -> Response[Any]:
    before = request.query_params.get("before", "")
    rows = await mailbag.letters(before=typed_number(before, none=None), limit=PAGE)
    context = {
        **await frame(staff_of(request), "letters"),
        "rows": rows,
        "older": rows[-1].id if len(rows) == PAGE else None,
        "letter_words": letter_words,
        "state_words": letter_state,
        "channel_words": letter_channel,
    }
    return page("pages/desk/letters.html", context)


ROUTES = [letters]
