"""Work that leaves after commit. Acts append; the relay hands over; the row goes when the work is done."""

from tawasul.outbox.messages import append

__all__ = ["append"]
