"""What stands before replies in the demonstration: templates, a second look at one agency, and a reply that waits."""

from cases import approvals, reply_rules, template_keeping
from cases.reply import ReplyDraft
from cases.reply_rules import RuleView
from cases.tables import Case
from cases.template_keeping import TemplateDraft
from tawasul.accounts import views
from tawasul.accounts.views import StaffView

_READ_FIRST = ("declined", "outside_government")
_CLOSING = "{officer_name}\n{agency}"
_NATIONAL = (
    ("ar", "تم التنفيذ", "{citizen_name}،\n\nعولجت قضيتك رقم {reference} بشأن «{case_subject}»."),
    ("en", "Dealt with", "Dear {citizen_name},\n\nYour case {reference} about “{case_subject}” has been dealt with."),
    (
        "ar",
        "سيُنفّذ في موعد",
        "{citizen_name}،\n\nسجّلنا العمل في قضيتك رقم {reference}، وموعده مع هذا الرد.",
    ),
    (
        "en",
        "Will be done",
        "Dear {citizen_name},\n\nThe work for your case {reference} is planned. Its date stands beside this reply.",
    ),
)
_POWER = (
    ("ar", "عاد التيار", "{citizen_name}،\n\nأُصلح العطل الذي ورد في قضيتك رقم {reference} وعاد التيار."),
    ("en", "Power is back", "Dear {citizen_name},\n\nThe fault of your case {reference} is mended and power is back."),
)
_BEHIND_THE_METER = {
    "ar": "التمديدات بعد العداد ملك خاص، ويصلحها كهربائي مرخّص.",
    "en": "The wiring behind the meter is private: a licensed electrician mends it.",
}


async def prepare(agency: str, supervisor: StaffView, national: StaffView) -> None:
    """Templates of nation and agency, the agency's rule, and one reply that its supervisor finds in her list."""
    for language, title, text in _NATIONAL:
        await template_keeping.make(_draft(language, title, text), by=national)
    for language, title, text in _POWER:
        draft = _draft(language, title, text, category="ewa-power-outage", agency=agency)
        await template_keeping.make(draft, by=supervisor)
    for head in await views.colleagues(agency, "head"):
        await reply_rules.set_rule(agency, RuleView("some", _READ_FIRST), by=head)
        await _put(agency)


def _draft(
    language: str, title: str, text: str, *, category: str | None = None, agency: str | None = None
) -> TemplateDraft:
    return TemplateDraft(title, f"{text}\n\n{_CLOSING}", language, category, agency)


async def _put(agency: str) -> None:
    """One of the agency's officers puts a reply before a colleague, if a case is being worked on."""
    case = (
        await Case.select()
        .where(Case.agency == agency, Case.status.is_in(["in_progress", "assigned"]))
        .order_by(Case.id)
        .first()
    )
    officers = await views.colleagues(agency)
    if case and officers:
        draft = ReplyDraft("outside_government", _BEHIND_THE_METER[case["language"]])
        await approvals.submit(case["id"], draft, by=officers[0], rev=case["rev"])
