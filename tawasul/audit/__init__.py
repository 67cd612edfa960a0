"""Append-only history, linked by hash within each stream and sealed each day."""

from tawasul.audit.checking import Fault
from tawasul.audit.entries import HistoryLine, append, history, part_of
from tawasul.audit.private_values import private_values
from tawasul.audit.sealing import seal_day
from tawasul.audit.seals import key_id
from tawasul.audit.verification import SEALS, Standing, Witness, standing, verify, verify_all

__all__ = [
    "SEALS",
    "Fault",
    "HistoryLine",
    "Standing",
    "Witness",
    "append",
    "history",
    "key_id",
    "part_of",
    "private_values",
    "seal_day",
    "standing",
    "verify",
    "verify_all",
]
