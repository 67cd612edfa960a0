"""Letters: one row a recipient, with its delivery state."""

from piccolo.columns import JSONB, Boolean, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.table import Table


class Letter(Table, tablename="letter"):
    """One message to one recipient: queued → sending → sent, or failed, or (SMS found in sending) held.

    `key` makes a letter unique ("case:12:receipt"). `case_id` is without a foreign key: letters know no cases.
    `address` is sealed (purpose "contact"). `params` holds references, dates and codes; never text of a
    citizen, and what was written to one only sealed (purpose "letter").
    """

    id = Serial(primary_key=True)
    key = Varchar(length=120, unique=True)
    template = Varchar(length=40)
    language = Varchar(length=2)
    channel = Varchar(length=10)
    address = Text()
    params = JSONB(default="{}")
    case_id = Integer(default=None, null=True, index=True)
    staff_id = Integer(default=None, null=True)
    message_id = Varchar(length=120, unique=True)
    state = Varchar(length=10, default="queued")
    attempts = Integer(default=0)
    queued_at = Timestamptz(default=None, null=False)
    sending_at = Timestamptz(default=None, null=True)
    sent_at = Timestamptz(default=None, null=True)
    last_error = Text(default=None, null=True)
    demo = Boolean(default=False)
