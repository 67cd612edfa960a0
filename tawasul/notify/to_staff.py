"""Letters to staff about their own accounts."""

from tawasul.accounts import views
from tawasul.core.db import transaction
from tawasul.notify.letters import About, Recipient, write


async def tell(staff_id: int, template: str, entry: int) -> None:
    """Write somebody what became of her account; once for each entry of the account's history."""
    person = (await views.by_ids([staff_id])).get(staff_id)
    if person is None:
        return
    to = Recipient("email" if person.email else "console", person.email or "", person.language, person.id)
    about = About(demo=bool(await views.made_up([staff_id])))
    params = {"username": person.username}
    async with transaction():
        await write(template, to=to, key=f"staff:{staff_id}:{entry}:{template}", params=params, about=about)
