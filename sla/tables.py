"""Calendars, policies and clocks. `case_id` is without a foreign key: the engine knows no cases."""

from piccolo.columns import JSONB, BigInt, BigSerial, Boolean, Date, ForeignKey, Integer, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table


class Calendar(Table, tablename="calendar"):
    """A working calendar: the national one (`BH`), or an agency's where it differs."""

    code = Varchar(length=20, primary_key=True)
    name_en = Varchar(length=120)
    name_ar = Varchar(length=120)
    tz = Varchar(length=40, default="Asia/Bahrain")


class Holiday(Table, tablename="holiday"):
    """A closure as it is known today; revisions freeze it. Unique (calendar, date).

    `status`: estimated, announced, confirmed, or cancelled, which is no closure any more.
    """

    id = Serial(primary_key=True)
    calendar = ForeignKey(Calendar, on_delete=OnDelete.restrict, null=False)
    date = Date(default=None, null=False)
    name_en = Varchar(length=120)
    name_ar = Varchar(length=120)
    status = Varchar(length=12)
    in_lieu_of = Date(default=None, null=True)
    source_ref = Varchar(length=200, default="")
    entered_by = Varchar(length=60, default="")
    approved_by = Varchar(length=60, default="")
    seed_hash = Varchar(length=64, default=None, null=True)


class CalendarRevision(Table, tablename="calendar_revision"):
    """An immutable state of a calendar: `spec` holds hours, periods, exceptions, closures. Unique (calendar, rev).

    `digest` is the hash of `spec`, by which laid-out calendars are kept in memory.
    """

    id = Serial(primary_key=True)
    calendar = ForeignKey(Calendar, on_delete=OnDelete.restrict, null=False)
    rev = Integer(default=1)
    spec = JSONB(default="{}")
    digest = Varchar(length=64, default="")
    horizon_end = Date(default=None, null=False)
    made_at = Timestamptz(default=None, null=False)
    made_by = Varchar(length=60, default="")


class PolicyVersion(Table, tablename="policy_version"):
    """A promise with its dates of effect; immutable. Nulls in agency, kind, category, priority match anything.

    `target` counts working days or business seconds by `unit`. `ladder` holds the steps of escalation.
    """

    id = Serial(primary_key=True)
    clock = Varchar(length=20)
    agency = Varchar(length=20, default=None, null=True)
    kind = Varchar(length=20, default=None, null=True)
    category = Varchar(length=40, default=None, null=True)
    priority = Varchar(length=10, default=None, null=True)
    target = Integer(default=0)
    unit = Varchar(length=20)
    valid_from = Date(default=None, null=False)
    valid_to = Date(default=None, null=True)
    ladder = JSONB(default="[]")
    pause_rules = JSONB(default="{}")
    seed_hash = Varchar(length=64, default=None, null=True)


class Clock(Table, tablename="clock"):
    """What measures one promise of one case. Narrow on purpose; every column is rebuilt from `ClockEvent`.

    Unique (case_id, kind, cycle, segment). `state`: running, paused, met, missed, void. `due_at` is never null.
    `missed` is ended late: with a reply (`met_at`) or closed without one (`closed_at`); an open clock past its due
    date still runs. `next_event_at` is all that the ticker reads; null only when met, missed or void.
    `gross_due_at` is the due date if no pause had counted. `corrected`: two persons changed the verdict `on_time`.
    `pause_ends_at` is when the present pause ends by itself; `next_event_at` may be later, if that failed before.
    """

    id = BigSerial(primary_key=True)
    case_id = BigInt(default=0)
    kind = Varchar(length=20)
    cycle = Integer(default=1)
    segment = Integer(default=1)
    agency = Varchar(length=20, default=None, null=True)
    policy_version = ForeignKey(PolicyVersion, on_delete=OnDelete.restrict, null=False)
    calendar_revision = ForeignKey(CalendarRevision, on_delete=OnDelete.restrict, null=False)
    unit = Varchar(length=20)
    target = Integer(default=0)
    started_at = Timestamptz(default=None, null=False)
    state = Varchar(length=10, default="running")
    consumed_s = BigInt(default=0)
    paused_since = Timestamptz(default=None, null=True)
    due_at = Timestamptz(default=None, null=False)
    next_step = Varchar(length=30, default=None, null=True)
    next_event_at = Timestamptz(default=None, null=True)
    met_at = Timestamptz(default=None, null=True)
    on_time = Boolean(default=None, null=True)
    voided_at = Timestamptz(default=None, null=True)
    closed_at = Timestamptz(default=None, null=True)
    epoch = Integer(default=1)
    attempts = Integer(default=0)
    rev = Integer(default=1)
    gross_due_at = Timestamptz(default=None, null=True)
    pauses = Integer(default=0)
    corrected = Boolean(default=False)
    pause_ends_at = Timestamptz(default=None, null=True)


class ClockEvent(Table, tablename="clock_event"):
    """What happened to a clock, append-only. Unique (clock, seq)."""

    id = BigSerial(primary_key=True)
    clock = ForeignKey(Clock, on_delete=OnDelete.restrict, null=False)
    seq = Integer(default=1)
    type = Varchar(length=30)
    at = Timestamptz(default=None, null=False)
    recorded_at = Timestamptz(default=None, null=False)
    actor = Varchar(length=60)
    reason = Varchar(length=60, default=None, null=True)
    data = JSONB(default="{}")


class ClockStep(Table, tablename="clock_step"):
    """A step of the ladder that was reached. Unique (clock, step, epoch): each is told once."""

    id = BigSerial(primary_key=True)
    clock = ForeignKey(Clock, on_delete=OnDelete.restrict, null=False)
    step = Varchar(length=30)
    epoch = Integer(default=1)
    scheduled_at = Timestamptz(default=None, null=False)
    detected_at = Timestamptz(default=None, null=False)
    suppressed = Boolean(default=False)


class Proposal(Table, tablename="change_proposal"):
    """A change of a calendar, a policy or a verdict that one person proposes and another one decides.

    `subject`: calendar, policy or correction; `code` says which: a calendar's code, a clock's name, a clock's number.
    `change` is what would be different, `effect` what the dry run said at `counted_at`, `base` the state that it was
    made from.
    `state`: proposed, approved, refused, withdrawn or applied. `done` counts the clocks that an application of a
    calendar has moved on so far; which ones are left, the clocks themselves say. At most one proposal waits for a
    verdict (unique where it is proposed).
    """

    id = Serial(primary_key=True)
    subject = Varchar(length=12)
    code = Varchar(length=20)
    change = JSONB(default="{}")
    reason = Varchar(length=1000, default="")
    effect = JSONB(default="{}")
    base = Varchar(length=64, default="")
    state = Varchar(length=10, default="proposed")
    proposed_by = Varchar(length=60)
    proposed_at = Timestamptz(default=None, null=False)
    counted_at = Timestamptz(default=None, null=False)
    decided_by = Varchar(length=60, default=None, null=True)
    decided_at = Timestamptz(default=None, null=True)
    remark = Varchar(length=1000, default="")
    revision = Integer(default=None, null=True)
    done = Integer(default=0)
    applied_at = Timestamptz(default=None, null=True)
    rev = Integer(default=1)


class ClockAudit(Table, tablename="clock_audit"):
    """One comparison of all clocks with their events, and of all cases with their clocks.

    `night` is unique: the date of the night in which it began by itself; null when somebody asked for it. The cursors
    are the last clock and the last case that were looked at, so that one that was interrupted goes on there.
    `found` lists the first of what differed; `differing` counts all.
    """

    id = Serial(primary_key=True)
    night = Date(default=None, null=True, unique=True)
    started_at = Timestamptz(default=None, null=False)
    finished_at = Timestamptz(default=None, null=True)
    clock_cursor = BigInt(default=0)
    case_cursor = BigInt(default=0)
    clocks = BigInt(default=0)
    cases = BigInt(default=0)
    differing = BigInt(default=0)
    found = JSONB(default="[]")
