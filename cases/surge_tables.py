"""Cases alike within hours, the matter that they were linked to, and what was written to all of them."""

from piccolo.columns import Date, ForeignKey, Integer, Real, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from cases.tables import Case
from routing.tables import Category
from tawasul.accounts.tables import Agency, Staff


class Surge(Table, tablename="surge"):
    """Cases of one category at one place, alike in words, more than usual. It grows until nothing comes for hours.

    `level`: block, area or governorate; `place` its code. `usual` is how many such hours bring, `chance` how rarely
    so many come by accident. One that has not ended is unique (agency, category, level, place).
    """

    id = Serial(primary_key=True)
    agency = ForeignKey(Agency, on_delete=OnDelete.restrict, null=False)
    category = ForeignKey(Category, on_delete=OnDelete.restrict, null=False)
    level = Varchar(length=12)
    place = Varchar(length=40)
    cases = Integer(default=0)
    usual = Real(default=0.0)
    chance = Real(default=0.0)
    began_at = Timestamptz(default=None, null=False)
    last_at = Timestamptz(default=None, null=False)
    ended_at = Timestamptz(default=None, null=True)
    at = Timestamptz(default=None, null=False)


class Incident(Table, tablename="incident"):
    """One matter behind many cases, opened from a surge. Each case keeps its own clock, verdict and citizen."""

    id = Serial(primary_key=True)
    surge = ForeignKey(Surge, on_delete=OnDelete.restrict, null=False, unique=True)
    agency = ForeignKey(Agency, on_delete=OnDelete.restrict, null=False, index=True)
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    at = Timestamptz(default=None, null=False)


class IncidentCase(Table, tablename="incident_case"):
    """A case belongs to one incident at most (unique)."""

    id = Serial(primary_key=True)
    incident = ForeignKey(Incident, on_delete=OnDelete.restrict, null=False, index=True)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, unique=True)
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    at = Timestamptz(default=None, null=False)


class Mailing(Table, tablename="mailing"):
    """One text to all cases of an incident: a reply, or a notice that moves no clock. Shown first, then confirmed."""

    id = Serial(primary_key=True)
    incident = ForeignKey(Incident, on_delete=OnDelete.restrict, null=False, index=True)
    kind = Varchar(length=10)
    outcome = Varchar(length=30, default="")
    text_ar = Text(default="")
    text_en = Text(default="")
    due_on = Date(default=None, null=True)
    by = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    at = Timestamptz(default=None, null=False)
    confirmed_at = Timestamptz(default=None, null=True)


class MailingCase(Table, tablename="mailing_case"):
    """What one mailing is to one case, frozen when it was shown. Unique (mailing, case).

    `state`: waiting, sent, refused or left_out; `reason` says why of the last two. `cycle` is the one that was seen.
    """

    id = Serial(primary_key=True)
    mailing = ForeignKey(Mailing, on_delete=OnDelete.restrict, null=False)
    case = ForeignKey(Case, on_delete=OnDelete.restrict, null=False, index=True)
    cycle = Integer(default=1)
    state = Varchar(length=10)
    reason = Varchar(length=40, default="")
    done_at = Timestamptz(default=None, null=True)
