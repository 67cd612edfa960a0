"""What cases are about, where they happen, and which agency that means."""

from piccolo.columns import Boolean, ForeignKey, Integer, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from tawasul.accounts.tables import Agency


class Governorate(Table, tablename="governorate"):
    """Code table: capital, muharraq, northern, southern."""

    code = Varchar(length=20, primary_key=True)
    name_en = Varchar(length=60)
    name_ar = Varchar(length=60)


class Area(Table, tablename="area"):
    """A town or quarter, in one governorate by the 2014 boundaries."""

    code = Varchar(length=40, primary_key=True)
    governorate = ForeignKey(Governorate, on_delete=OnDelete.restrict, null=False)
    name_en = Varchar(length=80)
    name_ar = Varchar(length=80)
    retired_at = Timestamptz(default=None, null=True)
    seed_hash = Varchar(length=64, default=None, null=True)


class Category(Table, tablename="category"):
    """What a case is about. `agency_code` is an agency's code, or `MUN`: the municipality of the place.

    `needs_place`: whether a citizen is asked where it is.
    """

    code = Varchar(length=40, primary_key=True)
    agency_code = Varchar(length=20)
    urgent = Boolean(default=False)
    needs_place = Boolean(default=True)
    name_en = Varchar(length=120)
    name_ar = Varchar(length=120)
    retired_at = Timestamptz(default=None, null=True)
    seed_hash = Varchar(length=64, default=None, null=True)


class CategoryQuestion(Table, tablename="category_question"):
    """What else an agency needs to know of a case in this category, asked of the citizen. Never a duty to answer."""

    code = Varchar(length=60, primary_key=True)
    category = ForeignKey(Category, on_delete=OnDelete.restrict, null=False, index=True)
    position = Integer(default=1)
    label_en = Varchar(length=120)
    label_ar = Varchar(length=120)
    retired_at = Timestamptz(default=None, null=True)
    seed_hash = Varchar(length=64, default=None, null=True)


class Rule(Table, tablename="routing_rule"):
    """Ordered data, the first match decides: a code a category names, a place, and the agency that answers.

    A null in `category` or `governorate` matches anything. A disabled one is passed over.
    """

    id = Serial(primary_key=True)
    position = Integer(default=0, unique=True)
    agency_code = Varchar(length=20)
    category = ForeignKey(Category, on_delete=OnDelete.restrict, null=True, default=None)
    governorate = ForeignKey(Governorate, on_delete=OnDelete.restrict, null=True, default=None)
    to_agency = ForeignKey(Agency, on_delete=OnDelete.restrict, null=False)
    disabled = Boolean(default=False)
    seed_hash = Varchar(length=64, default=None, null=True)
