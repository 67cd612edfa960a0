"""Codes as sentences in the reader's language: the one place where a refusal becomes words."""

from collections.abc import Callable, Mapping
from typing import Any

from tawasul.core import i18n
from tawasul.core.i18n import _, ngettext
from web import account_messages, admin_messages

Sentence = Callable[[Mapping[str, Any]], str]


def _plain(message: str) -> Sentence:
    return lambda params: _(message) % params if params else _(message)


def _mark(message: str) -> str:
    """Marks a sentence for the catalogue; it is looked up when it is said."""
    return message


def _too_long(params: Mapping[str, Any]) -> str:
    over = int(params.get("over", 0))
    words = ngettext(
        "The text is %(over)s character too long: shorten it to %(limit)s.",
        "The text is %(over)s characters too long: shorten it to %(limit)s.",
        over,
    )
    return words % {"over": i18n.number(over), "limit": i18n.number(int(params.get("limit", 5000)))}


def _short_mobile(params: Mapping[str, Any]) -> str:
    missing = int(params.get("missing", 1))
    return ngettext(
        "The number is one digit short: enter 8 digits",
        "The number is %(missing)s digits short: enter 8 digits",
        missing,
    ) % {"missing": missing}


def _too_many(params: Mapping[str, Any]) -> str:
    seconds = int(params.get("retry_after", 1))
    return ngettext(
        "Too many tries. Wait %(seconds)s second, then try again",
        "Too many tries. Wait %(seconds)s seconds, then try again",
        seconds,
    ) % {"seconds": seconds}


_SENTENCES: Mapping[str, Sentence] = {
    **{code: _plain(text) for code, text in admin_messages.TEXTS.items()},
    **{code: _plain(text) for code, text in account_messages.TEXTS.items()},
    "empty": _plain(_mark("Write what happened, even one sentence")),
    "empty_field": _plain(_mark("Fill in this field")),
    "too_long": _too_long,
    "field_too_long": _plain(_mark("This is too long: shorten it")),
    "control": _plain(_mark("The text has a character that cannot be shown: delete it and type it again")),
    "bidi": _plain(_mark("The text has a hidden character that turns its direction: paste it without formatting")),
    "surrogate": _plain(_mark("The text has half of a character: delete it and type it again")),
    "unknown": _plain(_mark("Choose one from the list")),
    "incident_is_open": _plain(_mark("Somebody opened the incident already")),
    "sent_already": _plain(_mark("It was sent already")),
    "reopened": _plain(_mark("The citizen reopened it meanwhile")),
    "none_chosen": _plain(_mark("Tick at least one case of the queue")),
    "too_many_chosen": _plain(_mark("At most %(most)s cases at once: tick fewer")),
    "links_two": _plain(_mark("Tick at least two cases to link them")),
    "no_such_bulk": _plain(_mark("There is no such list of yours")),
    "bulk_over": _plain(_mark("This list is too old: choose the cases again")),
    "theirs_already": _plain(_mark("This officer has it already")),
    "not_for_them": _plain(_mark("This officer cannot have it")),
    "in_review": _plain(_mark("It is under review: decide on it by itself")),
    "choose_cases": _plain(_mark("Choose at least one case that can get it")),
    "too_many_cases": _plain(_mark("At most %(limit)s cases belong to one incident: choose fewer")),
    "cases_changed": _plain(_mark("Some of these cases changed meanwhile: look at the list again")),
    "text_in_each_language": _plain(_mark("Some of these cases are in this language: write the text in it too")),
    "wrong_number": _plain(_mark("This is not how many get it: type the number that is shown")),
    "no_such_incident": _plain(_mark("There is no such incident here")),
    "bad_email": _plain(_mark("Write the e-mail address in full, for example name@example.com")),
    "bad_mobile": _plain(_mark("Write a mobile number of 8 digits, or with the code of its country")),
    "short_mobile": _short_mobile,
    "in_future": _plain(_mark("This date has not come yet: enter today or an earlier one")),
    "too_long_ago": _plain(_mark("It came more than 30 days ago: enter a later day")),
    "form_filed": _plain(_mark("This form was filed before you changed it. Send it again only if it is another case")),
    "not_in_future": _plain(_mark("Enter a date after today")),
    "bad_date": _plain(_mark("Enter a date as day, month and year")),
    "wrong_type": _plain(_mark("This value has the wrong form")),
    "unknown_field": _plain(_mark("There is no such field")),
    "bad_reference": _plain(_mark("Check the case number: it has 9 digits and one of them is wrong")),
    "no_such_pair": _plain(_mark("No case has this number and access code. Check both on your receipt")),
    "wrong_login": _plain(_mark("The user name or the password is wrong")),
    "too_many_tries": _too_many,
    "barred_already": _plain(_mark("This person is kept from the case already")),
    "not_barred": _plain(_mark("This person is not kept from the case")),
    "is_barred": _plain(_mark("The case is about this person: they cannot read it")),
    "confidential_already": _plain(_mark("The case is confidential already")),
    "not_confidential": _plain(_mark("The case is not confidential")),
    "named_already": _plain(_mark("This person may read the case already")),
    "not_named": _plain(_mark("This person is no reader of the case")),
    "moved": _plain(_mark("Someone else changed this case while you were writing. Your text is kept below")),
    "key_reused": _plain(_mark("This key was used for another case: use a new one")),
    "key_too_long": _plain(_mark("The key is too long: use at most 64 characters")),
    "needs_governorate": _plain(_mark("Choose the governorate: it decides which municipality answers")),
    "needs_date": _plain(_mark("Enter the date by which it will be done")),
    "needs_ground": _plain(_mark("Write the legal ground for declining")),
    "needs_reference": _plain(_mark("Enter the number of the other case")),
    "same_case": _plain(_mark("A case is not its own duplicate: enter another number")),
    "no_such_case": _plain(_mark("There is no such case")),
    "reply_begun": _plain(
        _mark("Your reply has words already, and they are kept. Put the other reply in their place only if they may go")
    ),
    "no_such_job": _plain(_mark("This job is no longer in the list")),
    "needs_reason": _plain(_mark("Write the reason, so that the next office understands")),
    "same_agency": _plain(_mark("The case is there already: choose another agency")),
    "nobodys_then": _plain(_mark("No agency would have the case then: propose to pass it on, and say whose it is")),
    "other_agency": _plain(_mark("Another agency answers this service: propose to pass the case on")),
    "place_decides": _plain(_mark("The place decides who answers this service: choose the agency instead")),
    "too_many_tags": _plain(_mark("A case has at most %(most)s tags: remove one first")),
    "not_tagged": _plain(_mark("The case does not have this tag any more")),
    "needs_why_lower": _plain(_mark("Say why the case is less urgent than it was taken for")),
    "linked_already": _plain(_mark("These two cases are linked already")),
    "not_linked": _plain(_mark("These two cases are not linked any more")),
    "links_itself": _plain(_mark("This is the number of this case: enter another one")),
    "too_many_links": _plain(_mark("A case has at most %(most)s links: one of the two has as many already")),
    "cannot_be_mentioned": _plain(
        _mark("@%(name)s is no account that can be named in this case: check the name, or write it without the sign @")
    ),
    "too_many_mentions": _plain(_mark("At most %(most)s colleagues can be named in one note")),
    "few_words": _plain(_mark("Say it in at least three words")),
    "proposed_already": _plain(_mark("It is proposed already to pass this case on: wait, or take the proposal back")),
    "proposal_overtaken": _plain(_mark("The case has moved on meanwhile: there is nothing left to decide")),
    "no_such_proposal": _plain(_mark("There is no such proposal, or it is decided already")),
    "parts_open": _plain(
        _mark("Other agencies still work on parts of this case: wait for them, or withdraw the parts")
    ),
    "part_there": _plain(_mark("This agency has an open part of the case already")),
    "too_many_parts": _plain(_mark("A case has at most five parts")),
    "no_such_part": _plain(_mark("There is no such part here")),
    "part_ended": _plain(_mark("This part is answered or withdrawn already")),
    "too_many_transfers": _plain(_mark("This case has been passed on three times: the arbiter decides now")),
    "returns": _plain(_mark("The case has been with this agency before: only the arbiter can send it back")),
    "answered_already": _plain(_mark("This case has its reply already")),
    "not_open": _plain(_mark("This case is closed")),
    "not_for_you": _plain(_mark("Your account may not open this page")),
    "form_expired": _plain(_mark("This form was open too long or came from another page. Go back, reload, send again")),
    "too_large": _plain(_mark("This is larger than what can be taken at once")),
    "not_json": _plain(_mark("The body is not JSON")),
    "invalid": _plain(_mark("Some of what you entered cannot be taken: see each field")),
    "not_found": _plain(_mark("There is nothing at this address")),
    "not_sorted": _plain(_mark("This case is not sorted yet: choose its category first")),
    "sorted_already": _plain(_mark("This case was sorted meanwhile")),
    "same_category": _plain(_mark("The case has this category already: choose another")),
    "no_rule": _plain(_mark("No rule says which agency answers this: choose another category")),
    "at_risk": _plain(
        _mark(
            "The promise of this case is at risk or broken: no reason makes it longer now. Without one, the date stays"
        )
    ),
    "clock_not_running": _plain(_mark("The time of this case has ended already")),
    "already_paused": _plain(_mark("The clock of this case stands already")),
    "past_due": _plain(_mark("The promised date has passed: the clock cannot stand any more")),
    "second_pause": _plain(_mark("The clock stood once for this case: only a supervisor can let it stand again")),
    "no_question": _plain(_mark("There is no question that waits for an answer")),
    "question_moved": _plain(_mark("You are asked something else by now: read the question, then send your answer")),
    "reply_moved": _plain(_mark("There is a newer reply by now: read it first. What you wrote is kept below")),
    "needs_stay_ground": _plain(_mark("Write the legal ground of the stay")),
    "needs_end_date": _plain(_mark("Enter the last day of the stay")),
    "past_date": _plain(_mark("This day has passed: enter today or a later one")),
    "stay_too_long": _plain(_mark("A stay lasts 90 days at most: enter an earlier day")),
    "no_stay": _plain(_mark("There is no stay that could be ended")),
    "not_answered": _plain(_mark("This case has no reply that could be judged")),
    "needs_reject_reason": _plain(_mark("Write what the reply leaves unanswered")),
    "reopened_already": _plain(_mark("A case is reopened once, and this one was")),
    "too_late_to_reopen": _plain(_mark("The 14 days for reopening have passed: file a new case")),
    "needs_missing": _plain(_mark("Write what is missing or what came back")),
    "too_much_added": _plain(_mark("You have added 20 times: wait for the reply, or answer the officer’s question")),
    "needs_stars": _plain(_mark("Choose how well the reply deals with your case")),
    "wrong_code": _plain(_mark("This code is wrong or has expired. Check the letter, or ask for a new code")),
    "no_such_link": _plain(_mark("This link does not work any more, or is not complete")),
    "too_many_files": _plain(_mark("At most %(most)s files: remove some, or put pictures into one PDF")),
    "empty_file": _plain(_mark("The file %(name)s is empty: attach another")),
    "large_file": _plain(_mark("The file %(name)s is larger than 20 MB: remove it or attach another")),
    "file_type": _plain(_mark("The file %(name)s is no picture, PDF or sound that can be opened here: attach another")),
    "no_such_file": _plain(_mark("There is no such file, or it is still being checked")),
    "rated_already": _plain(_mark("You rated this reply already")),
    "too_late_to_rate": _plain(_mark("The 14 days for rating have passed")),
    "reviewed_already": _plain(_mark("A case is reviewed once, and this one was")),
    "too_late_to_review": _plain(_mark("The 14 days for a review have passed: file a new case")),
    "reopen_first": _plain(_mark("Reopen the case first; if the second reply does not answer you, ask for a review")),
    "reviewed_by_another": _plain(_mark("This case is under review: somebody who has not handled it answers")),
    "kept_already": _plain(_mark("This commitment is marked as done already")),
    "points_here": _plain(_mark("That case is a duplicate of this one: answer this one yourself")),
    "not_surviving": _plain(_mark("That case was closed without a reply: enter the one that goes on")),
    # Replies: templates, and a second person's look.
    "needs_approval": _plain(_mark("A colleague reads this reply first: submit it for approval")),
    "each_needs_approval": _plain(_mark("A colleague reads such replies first: answer these cases one by one")),
    "needs_no_approval": _plain(_mark("This reply needs no approval: send it")),
    "approval_waits": _plain(_mark("A reply to this case waits for approval already")),
    "no_such_approval": _plain(_mark("There is no such reply to approve")),
    "own_reply": _plain(_mark("You wrote this reply: a colleague approves it")),
    "needs_approval_remark": _plain(_mark("Write what is missing, so that your colleague can mend it")),
    "rule_moved": _plain(_mark("Someone else changed this rule meanwhile: look at it as it is now")),
    "nothing_to_set": _plain(_mark("It is so already: nothing was changed")),
    "choose_outcomes": _plain(_mark("Choose at least one outcome")),
    "not_an_officer": _plain(_mark("Choose officers of this agency")),
    "unknown_place": _plain(_mark("There are no such places: %(names)s. Use those of the list")),
    "lone_brace": _plain(_mark("A brace stands alone: braces are for places such as {reference}")),
    "place_left": _plain(_mark("These places are not filled in: %(names)s")),
    "no_such_template": _plain(_mark("There is no such template")),
    "draft_moved": _plain(_mark("A colleague changed the draft meanwhile. Your words stay here, and are not kept yet")),
    "template_moved": _plain(_mark("Someone else changed this template meanwhile: compare, then save again")),
    # Changes by two persons: calendars, promises, verdicts.
    "own_proposal": _plain(_mark("You proposed this yourself: another person decides")),
    "no_calendar": _plain(_mark("There is no such calendar")),
    "no_such_change": _plain(_mark("There is no such change")),
    "change_moved": _plain(_mark("Someone else changed this meanwhile: read it as it is now, then decide")),
    "needs_confirmation": _plain(_mark("Tick the box first: it says that you know what will change")),
    "sorter_moved": _plain(_mark("Someone else changed the sorter meanwhile: look at it as it is now")),
    "sorter_is_so": _plain(_mark("It is so already")),
    "no_such_model": _plain(_mark("There is no such model")),
    "model_decided": _plain(_mark("This model is in use, or was refused")),
    "model_is_worse": _plain(_mark("It is worse than the model in use, and cannot take its place")),
    "model_missing": _plain(_mark("This model is not in the data folder any more")),
    "model_not_compared": _plain(_mark("Nothing was kept of how good the model in use is: train it again first")),
    "model_no_earlier": _plain(_mark("No promotion can be taken back")),
    "training_goes_on": _plain(_mark("A candidate is being trained already")),
    "not_sorted_by_program": _plain(
        _mark("This can be said while the case is at the office to which a program sent it")
    ),
    "needs_office_reason": _plain(_mark("Write in a few words why it is the wrong office")),
    "objected_already": _plain(_mark("You have told us already: a person decides on it")),
    "no_open_objection": _plain(_mark("There is no objection to decide on any more")),
    "decided_already": _plain(_mark("Someone else has decided on this already")),
    "stale_count": _plain(_mark("What was counted is out of date: count again before anybody decides")),
    "day_passed_meanwhile": _plain(
        _mark("A day of this change has passed meanwhile: refuse it, and have it proposed as entered after the fact")
    ),
    "still_applying": _plain(_mark("Open cases still follow the change before this one: wait until it is in force")),
    "needs_remark": _plain(_mark("Write why you refuse, so that the other person understands")),
    "needs_source": _plain(_mark("Enter the number or date of the circular or decision")),
    "needs_name": _plain(_mark("Enter the name in both languages")),
    "ends_before_it_begins": _plain(_mark("The last day is before the first: enter the same day or a later one")),
    "too_many_days": _plain(_mark("This is longer than any holiday or Ramadan: check the dates")),
    "beyond_the_calendar": _plain(_mark("The calendar does not reach so far: make it longer first")),
    "day_in_past": _plain(_mark("This day has passed. If it is meant, mark it as entered after the fact")),
    "no_such_holiday": _plain(_mark("None of these days is a holiday that could be cancelled")),
    "nothing_changes": _plain(_mark("The calendar says so already")),
    "needs_hours": _plain(_mark("Enter the hours, for example 08:00-14:00")),
    "bad_hours": _plain(_mark("Write hours as 08:00-14:00, with a comma between two stretches")),
    "bad_time": _plain(_mark("Write each time with four digits, as 08:00")),
    "closes_before_it_opens": _plain(_mark("The end is before the beginning: check the hours")),
    "overlapping_hours": _plain(_mark("Two stretches of hours overlap: separate them or join them")),
    "overlapping_periods": _plain(_mark("This period overlaps another one: check the dates")),
    "no_working_time": _plain(_mark("No working time would be left in this calendar")),
    "horizon_too_far": _plain(_mark("A calendar cannot be laid out over so many years: let it end sooner")),
    "horizon_too_near": _plain(_mark("The calendar would end too soon: let it reach at least 12 months ahead")),
    "calendar_is_there": _plain(_mark("This agency has a calendar of its own already: change that one")),
    "same_as_national": _plain(_mark("These are the national hours: the agency needs no calendar of its own")),
    "beyond_the_national": _plain(_mark("The national calendar does not reach so far: enter an earlier day")),
    "target_not_a_day": _plain(_mark("A promise takes at least 1 working day")),
    "target_too_long": _plain(_mark("A promise takes at most 250 working days")),
    "bad_pause_days": _plain(_mark("A question may let the clock stand from 1 to 60 working days")),
    "needs_first_day": _plain(_mark("Enter the day on which it begins to hold")),
    "not_for_citizens": _plain(
        _mark("The citizen’s date hangs on the kind alone: choose the time of the agency for this")
    ),
    "policy_is_there": _plain(_mark("There is a promise for these cases from this day already: choose another day")),
    "first_day_passed": _plain(_mark("Its first day has come: it has to be proposed anew with a later one")),
    "needs_correction_reason": _plain(_mark("Write why the verdict is wrong, and what proves it")),
    "no_verdict_yet": _plain(_mark("This case has no verdict yet: there is nothing to correct")),
    "disputed_already": _plain(_mark("A correction of this verdict waits for a decision already")),
    # Finding cases on the desk.
    "search_too_long": _plain(_mark("Look for fewer words: 200 characters are the most")),
    "nothing_to_search": _plain(_mark("Write a word or a number to look for")),
    "before_first_day": _plain(_mark("The last day is before the first: choose a later one")),
    "nothing_to_keep": _plain(_mark("Choose a tab or a filter first: a list of all cases needs no name")),
    "too_many_views": _plain(_mark("You keep %(most)s lists already: delete one first")),
    "name_taken": _plain(_mark("You have a list of this name already: choose another")),
    "no_such_view": _plain(_mark("There is no such list")),
    "verdict_moved": _plain(_mark("The verdict is another one than when this was proposed: refuse it")),
}


def sentence(code: str, params: Mapping[str, Any] | None = None) -> str:
    """The sentence of a code. An unknown code is a fault of ours and is said as such."""
    say = _SENTENCES.get(code)
    if say is None:
        raise KeyError(f"no sentence for code {code!r}")
    return say(params or {})


def codes() -> frozenset[str]:
    """Every code that has a sentence."""
    return frozenset(_SENTENCES)
