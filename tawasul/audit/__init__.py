"""Append-only history, linked by hash within each stream."""

from tawasul.audit.entries import Fault, HistoryLine, append, history, verify

__all__ = ["Fault", "HistoryLine", "append", "history", "verify"]
