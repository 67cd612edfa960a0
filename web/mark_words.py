"""What officers mark a case with, in words: how urgent it is, its tags and its links."""

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from cases.link_lists import Relation
from cases.urgency import BY_HAND, Level
from tawasul.accounts.permissions import Scope
from tawasul.core.i18n import _
from web.templating import reference


def level_words(level: Level) -> str:
    """How urgent a case is."""
    return {
        "danger": _("Danger"),
        "urgent": _("Urgent"),
        "high": _("High priority"),
        "normal": _("Normal priority"),
    }[level]


def choices_by_hand() -> list[tuple[str, str]]:
    """What a person may set."""
    return [(level, level_words(level)) for level in BY_HAND]


def level_filters() -> Mapping[str, str]:
    """How urgent the cases of a list are at least."""
    return {
        "danger": _("Danger"),
        "urgent": _("Urgent or danger"),
        "high": _("High, urgent or danger"),
        "usual": _("Normal priority"),
    }


def relation_words(relation: Relation) -> str:
    """How another case belongs to one."""
    return {
        "related": _("Belongs with it"),
        "duplicate_of": _("Answered as a duplicate of it"),
        "closed_duplicate_of": _("Closed as a duplicate of it"),
        "duplicate": _("Its duplicate"),
    }[relation]


def line_words(act: str, data: Mapping[str, Any], scope: Scope, numbers: Mapping[int, str]) -> Markup | None:
    """A line of the history about a mark or with private words; None if it is about something else.

    `data` has the private words of the line as long as they are not erased. `numbers`: cases that may be named.
    """
    if act in ("tagged", "untagged"):
        if not scope.holds(data["agency"]):
            return escape(_("Another agency changed its tags"))
        return _tag_line(act, data.get("tags"))
    if act in ("linked", "unlinked"):
        return _link_line(act, numbers.get(data["other"]))
    if act == "closed":
        return _closed_line(numbers.get(data.get("other", 0)))
    if act == "promise_lengthened":
        return _lengthened_line(data.get("reason"))
    return _priority_line(data) if act == "priority_set" else None


def _tag_line(act: str, kept: str | None) -> Markup:
    """`kept`: the words as JSON; None once they are erased."""
    if kept is None:
        return escape(
            _("Tagged; the words were erased") if act == "tagged" else _("Tag taken off; its word was erased")
        )
    words = _("Tagged: %(tags)s") if act == "tagged" else _("Tag taken off: %(tags)s")
    shown = Markup(" ").join(Markup('<bdi class="tag">{}</bdi>').format(tag) for tag in json.loads(kept))
    return escape(words) % {"tags": shown}


def _link_line(act: str, number: str | None) -> Markup:
    if number is None:
        return escape(_("Linked to another case") if act == "linked" else _("The link to another case was removed"))
    words = _("Linked to case %(number)s") if act == "linked" else _("The link to case %(number)s was removed")
    return escape(words) % {"number": reference(number)}


def _closed_line(number: str | None) -> Markup | None:
    """None if it was closed for another reason, or as a duplicate of a case that may not be named."""
    if number is None:
        return None
    return escape(_("It was closed as a duplicate of case %(number)s")) % {"number": reference(number)}


def _lengthened_line(why: str | None) -> Markup:
    """`why`: what was given as the reason; None once it is erased."""
    if why is None:
        return escape(_("The citizen’s date moved later, as the service promises more. The reason was erased."))
    shown = Markup("<bdi>{}</bdi>").format(why)
    return escape(_("The citizen’s date moved later, as the service promises more. Reason: %(reason)s")) % {
        "reason": shown
    }


def _priority_line(data: Mapping[str, Any]) -> Markup:
    level = level_words(data["priority"])
    if data.get("reason"):
        shown = Markup("<bdi>{}</bdi>").format(data["reason"])
        return escape(_("A person set: %(level)s. Reason: %(reason)s")) % {"level": level, "reason": shown}
    if data.get("has_reason"):
        return escape(_("A person set: %(level)s. The reason was erased.")) % {"level": level}
    return escape(_("A person set: %(level)s")) % {"level": level}
