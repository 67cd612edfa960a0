"""Letters to citizens and staff: written in the transaction of what they tell, sent after it."""

from tawasul.notify.letters import Recipient, write

__all__ = ["Recipient", "write"]
