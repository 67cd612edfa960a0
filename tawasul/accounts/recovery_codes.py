"""Ten codes that each open the account once when the phone is gone. Shown once, kept as keyed hashes."""

import secrets
from datetime import datetime

from tawasul.accounts.tables import RecoveryCode
from tawasul.core.db import insert_many, require_transaction
from tawasul.core.seal import fingerprint

COUNT = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUP, _GROUPS = 4, 3


def _hash(staff_id: int, tidied: str) -> str:
    return fingerprint(f"{staff_id}:{tidied}", purpose="recovery-code")


async def make(staff_id: int, now: datetime) -> list[str]:
    """Ten new codes in place of all earlier ones."""
    require_transaction()
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(_GROUP * _GROUPS)) for _ in range(COUNT)]
    await forget(staff_id)
    rows = [RecoveryCode(staff=staff_id, code_hash=_hash(staff_id, code), made_at=now) for code in codes]
    await insert_many(RecoveryCode, rows)
    return ["-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP)) for code in codes]


async def use(staff_id: int, tidied: str, now: datetime) -> bool:
    """Use a code up. Says whether it was one that nobody had used: of two at once, one is told no."""
    require_transaction()
    used = (
        await RecoveryCode.update({RecoveryCode.used_at: now})
        .where(
            RecoveryCode.staff == staff_id,
            RecoveryCode.code_hash == _hash(staff_id, tidied),
            RecoveryCode.used_at.is_null(),
        )
        .returning(RecoveryCode.id)
    )
    return bool(used)


async def left(staff_id: int) -> int:
    """How many of them still open the account."""
    return int(await RecoveryCode.count().where(RecoveryCode.staff == staff_id, RecoveryCode.used_at.is_null()))


async def forget(staff_id: int) -> None:
    """None of them opens anything any more."""
    await RecoveryCode.delete().where(RecoveryCode.staff == staff_id)
