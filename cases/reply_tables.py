"""What stands behind a reply before it goes: templates with every version of them, and a second person's look."""

from piccolo.columns import Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case, Outcome
from routing.tables import Category
from tawasul.accounts.tables import Agency, Staff


class ReplyTemplate(Table, tablename="reply_template"):
    """A text to begin replies with. Without an agency it is everybody's; without a category it is for every service.

    `rev` is the number of its latest version. One that is out of use is retired, never deleted.
    """

    id = Serial(primary_key=True)
    agency = ForeignKey(Agency, on_delete=OnDelete.restrict, null=True, default=None, index=True)
    category = ForeignKey(Category, on_delete=OnDelete.restrict, null=True, default=None)
    language = Varchar(length=2)
    title = Varchar(length=120)
    text = Text()
    retired_at = Timestamptz(default=None, null=True)
    updated_at = Timestamptz(default=None, null=False)
    rev = Integer(default=1)


class ReplyTemplateVersion(Table, tablename="reply_template_version"):
    """A template as it was from one change to the next. One a template and number (unique).

    `act`: made, changed, restored, retired or revived; `restored`: the version that came back, where one did.
    """

    id = Serial(primary_key=True)
    template = ForeignKey(ReplyTemplate, on_delete=OnDelete.restrict, null=False)
    number = Integer(default=1)
    category = ForeignKey(Category, on_delete=OnDelete.restrict, null=True, default=None)
    language = Varchar(length=2)
    title = Varchar(length=120)
    text = Text()
    act = Varchar(length=10)
    restored = Integer(default=None, null=True)
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    at = Timestamptz(default=None, null=False)


class ReplyRule(Table, tablename="reply_rule"):
    """Which replies of an agency a second person reads first: `never`, `all`, or `some`, by `outcomes`."""

    agency = ForeignKey(Agency, on_delete=OnDelete.restrict, null=False, primary_key=True)
    demands = Varchar(length=10, default="never")
    outcomes = Varchar(length=200, default="")
    updated_at = Timestamptz(default=None, null=False)
    rev = Integer(default=1)


class ReplyApprover(Table, tablename="reply_approver"):
    """An officer who may approve replies of colleagues. One that has not ended a person (unique)."""

    id = Serial(primary_key=True)
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    agency = ForeignKey(Agency, on_delete=OnDelete.restrict, null=False)
    given_at = Timestamptz(default=None, null=False)
    ended_at = Timestamptz(default=None, null=True)


class ReplyApproval(Table, tablename="reply_approval"):
    """A reply as it was put before a second person. One that waits a case (unique).

    `state`: waiting, approved, sent_back, withdrawn, or dropped, where the case moved on without it. `agency` is what
    had the case when it was asked for; `duplicate_of` the other number as it was typed.
    """

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, index=True)
    cycle = Integer(default=1)
    agency = ForeignKey(Agency, on_delete=OnDelete.restrict, null=False)
    outcome = ForeignKey(Outcome, on_delete=OnDelete.restrict, null=False)
    text = Text()
    due_on = Date(default=None, null=True)
    legal_ground = Text(default="")
    duplicate_of = Varchar(length=40, default="")
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    asked_at = Timestamptz(default=None, null=False)
    state = Varchar(length=10, default="waiting")
    decided_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True, default=None)
    decided_at = Timestamptz(default=None, null=True)
    remark = Text(default="")
