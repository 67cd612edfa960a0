"""Acts for many cases at once, in words: what is done, and why a case is left out of it."""

from markupsafe import escape

from cases.bulk_choice import Wanted
from tawasul.core.i18n import _
from web.messages import sentence
from web.names import Names
from web.templating import reference


def act_choices(acts: list[str]) -> list[tuple[str, str]]:
    """What can be chosen, each with its words."""
    words = {
        "take": _("Take them on myself"),
        "give": _("Give them to an officer"),
        "tag": _("Add a tag"),
        "link": _("Link them to each other"),
        "propose": _("Propose to pass them on"),
        "transfer": _("Pass them on to another agency"),
    }
    return [(act, words[act]) for act in acts]


def wanted_words(wanted: Wanted, names: Names, officer: str | None) -> str:
    """What is to be done, in a sentence. A case number in it is set as numbers are."""
    if wanted.act == "link":
        return escape(_("They are linked to case %(number)s")) % {"number": reference(wanted.hub_reference)}
    agency = names.agency(wanted.to_agency)
    return {
        "take": _("They become yours"),
        "give": _("They go to %(name)s") % {"name": officer or ""},
        "tag": _("They get the tag “%(tag)s”") % {"tag": wanted.tag},
        "propose": _("%(agency)s is asked to take them on") % {"agency": agency or ""},
        "transfer": _("They go to %(agency)s") % {"agency": agency or ""},
    }[wanted.act]


def reason_words(code: str) -> str:
    """Why a case is left as it is."""
    said = {
        "not_sorted": _("It is not sorted yet"),
        "held": _("A colleague has it"),
        "confidential": _("It is confidential: decide on it by itself"),
        "in_review": _("It is under review: decide on it by itself"),
        "too_many_tags": _("It has as many tags as a case can have"),
        "too_many_links": _("It has as many links as a case can have"),
        "yours_already": _("It is yours already"),
        "theirs_already": _("This officer has it already"),
        "not_for_them": _("This officer cannot have it"),
        "the_others_go_to_it": _("The others are linked to it"),
        "moved": _("It changed after you looked at the list"),
        "no_such_case": _("It is not in your reach any more"),
        "same_agency": _("It is with this agency already"),
    }
    return said.get(code) or sentence(code, {})
