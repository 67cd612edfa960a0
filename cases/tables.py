"""Cases and what happens to them. Only acts of this package write here."""

from typing import Any

from piccolo.columns import JSONB, Boolean, Date, ForeignKey, Integer, Real, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from routing.tables import Area, Category, Governorate
from tawasul.accounts.tables import Agency, Staff


class Kind(Table, tablename="kind"):
    """Code table: complaint, suggestion, inquiry."""

    code = Varchar(length=20, primary_key=True)


class Status(Table, tablename="status"):
    """Code table: where a case stands."""

    code = Varchar(length=30, primary_key=True)


class Channel(Table, tablename="channel"):
    """Code table: the door a case came through."""

    code = Varchar(length=20, primary_key=True)


class Outcome(Table, tablename="outcome"):
    """Code table: what a reply says was done."""

    code = Varchar(length=30, primary_key=True)


class Case(Table, tablename="case_"):
    """One complaint, suggestion or inquiry. `urgent`, `danger`: what its words and category say; `priority`: what a
    person set instead. `duplicate_of`: the case that goes on where this one was closed as a duplicate."""

    id = Serial(primary_key=True)
    reference = Varchar(length=9, unique=True)
    access_version = Integer(default=1)
    kind = ForeignKey(Kind, on_delete=OnDelete.restrict, null=False)
    status = ForeignKey(Status, on_delete=OnDelete.restrict, null=False)
    closed_as = Varchar(length=30, default=None, null=True)
    duplicate_of: ForeignKey[Any] = ForeignKey("self", on_delete=OnDelete.restrict, null=True, default=None)
    channel = ForeignKey(Channel, on_delete=OnDelete.restrict, null=False)
    language = Varchar(length=2)
    text = Text()
    governorate = ForeignKey(Governorate, on_delete=OnDelete.restrict, null=True, default=None)
    area = ForeignKey(Area, on_delete=OnDelete.restrict, null=True, default=None)
    block = Varchar(length=20, default="")
    road = Varchar(length=60, default="")
    landmark = Varchar(length=200, default="")
    chosen = ForeignKey(Category, on_delete=OnDelete.restrict, null=True, default=None)
    category = ForeignKey(Category, on_delete=OnDelete.restrict, null=True, default=None)
    agency = ForeignKey(Agency, on_delete=OnDelete.restrict, null=True, default=None)
    holder = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True, default=None)
    sorted_by = Varchar(length=10, default=None, null=True)
    urgent = Boolean(default=False)
    danger = Boolean(default=False)
    priority = Varchar(length=10, default=None, null=True)
    confidential = Boolean(default=False)
    kind_given = Boolean(default=False)
    cycle = Integer(default=1)
    demo = Boolean(default=False)
    received_at = Timestamptz(default=None, null=False)
    updated_at = Timestamptz(default=None, null=False)
    rev = Integer(default=1)


class Contact(Table, tablename="contact"):
    """How the citizen is reached. Values are sealed (purpose "contact") and found by keyed fingerprints.

    `email_verified_at`, `mobile_verified_at`: when somebody proved by a code to read what is sent there.
    `email_letters`, `mobile_letters`: whether the citizen wants letters about the case there.
    """

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, unique=True)
    name = Text(default=None, null=True)
    email = Text(default=None, null=True)
    email_fingerprint = Varchar(length=64, default=None, null=True, index=True)
    mobile = Text(default=None, null=True)
    mobile_fingerprint = Varchar(length=64, default=None, null=True, index=True)
    visible_to = Varchar(length=10, default="tawasul")
    verified_at = Timestamptz(default=None, null=True)
    email_verified_at = Timestamptz(default=None, null=True)
    mobile_verified_at = Timestamptz(default=None, null=True)
    email_letters = Boolean(default=True)
    mobile_letters = Boolean(default=True)


class Filing(Table, tablename="filing"):
    """A request with an `Idempotency-Key`, or a form on its way: the same again gets the same receipt.

    `fields` is sealed (purpose "filing"): what was typed so far, or null once filed.
    """

    id = Serial(primary_key=True)
    key_hash = Varchar(length=64, unique=True)
    body_hash = Varchar(length=64, default=None, null=True)
    fields = Text(default=None, null=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=True, default=None)
    due_at = Timestamptz(default=None, null=True)
    created_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False, index=True)


class Prediction(Table, tablename="prediction"):
    """What the sorter said of a case, once. Scores, threshold and model stay with it."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, unique=True)
    model = Varchar(length=80)
    kind = Varchar(length=20, default=None, null=True)
    category = Varchar(length=40, default=None, null=True)
    agency = Varchar(length=20, default=None, null=True)
    confidence = Real(default=0.0)
    threshold = Real(default=0.0)
    decision = Varchar(length=10)
    reason = Varchar(length=10)
    needs = Varchar(length=20, default=None, null=True)
    danger = Boolean(default=False)
    candidates = JSONB(default="[]")
    at = Timestamptz(default=None, null=False)


class Correction(Table, tablename="correction"):
    """A person chose another category, or confirmed one in triage: a lesson for the next model."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False)
    was = Varchar(length=40, default=None, null=True)
    category = ForeignKey(Category, on_delete=OnDelete.restrict, null=False)
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    at = Timestamptz(default=None, null=False)


class Note(Table, tablename="note"):
    """An internal remark. The citizen never sees it."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, index=True)
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    text = Text()
    at = Timestamptz(default=None, null=False)


class Transfer(Table, tablename="transfer"):
    """A case passed on. The citizen's clock runs on."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, index=True)
    from_agency = ForeignKey(Agency, on_delete=OnDelete.restrict, null=False)
    to_agency = ForeignKey(Agency, on_delete=OnDelete.restrict, null=False)
    reason = Text()
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    at = Timestamptz(default=None, null=False)


class Reply(Table, tablename="reply"):
    """The substantive answer. One a case and cycle (unique), but for those that a supervisor rejected."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False)
    cycle = Integer(default=1)
    outcome = ForeignKey(Outcome, on_delete=OnDelete.restrict, null=False)
    text = Text()
    legal_ground = Text(default=None, null=True)
    duplicate_of = ForeignKey(Case, on_delete=OnDelete.restrict, null=True, default=None)
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    sent_at = Timestamptz(default=None, null=False)
    rejected_at = Timestamptz(default=None, null=True)
    rejected_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True, default=None)
    rejected_reason = Text(default=None, null=True)


class Commitment(Table, tablename="commitment"):
    """Something promised in a reply, with a date of its own. `told_at`: when staff heard that it was not kept."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, index=True)
    reply = ForeignKey(Reply, on_delete=OnDelete.restrict, null=False)
    due_on = Date(default=None, null=False)
    kept_at = Timestamptz(default=None, null=True)
    kept_by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=True, default=None)
    told_at = Timestamptz(default=None, null=True)


class ReplyDraft(Table, tablename="reply_draft"):
    """A reply that is being written. One a case (unique); it goes when the reply is sent."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, unique=True)
    fields = JSONB(default="{}")
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    updated_at = Timestamptz(default=None, null=False)


class Question(Table, tablename="question"):
    """What an officer asked the citizen. While one is open (unique a case), the clock stands.

    `ended`: null while open; answered, expired (the pause came to its end), or withdrawn.
    """

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, index=True)
    cycle = Integer(default=1)
    reason = Varchar(length=30)
    text = Text()
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    asked_at = Timestamptz(default=None, null=False)
    pause_ends_at = Timestamptz(default=None, null=False)
    answer = Text(default=None, null=True)
    ended = Varchar(length=10, default=None, null=True)
    ended_at = Timestamptz(default=None, null=True)


class LegalStay(Table, tablename="legal_stay"):
    """A stretch in which the law forbids to answer: reason, ground, and an end. One open a case (unique)."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, index=True)
    cycle = Integer(default=1)
    reason = Varchar(length=30)
    ground = Text()
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    began_at = Timestamptz(default=None, null=False)
    ends_at = Timestamptz(default=None, null=False)
    ended_at = Timestamptz(default=None, null=True)


class Reopening(Table, tablename="reopening"):
    """A further cycle of an answered case, at the citizen's wish. One a case (unique)."""

    id = Serial(primary_key=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, unique=True)
    cycle = Integer(default=2)
    reason = Text()
    at = Timestamptz(default=None, null=False)
