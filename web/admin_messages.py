"""Refusals on the pages of administration, by code: sentences of the catalogue, looked up when they are said."""

from collections.abc import Mapping


def _mark(message: str) -> str:
    """Marks a sentence for the catalogue."""
    return message


TEXTS: Mapping[str, str] = {
    # Import of cases.
    "needs_external_id": _mark("Give the number that the other system has for the case"),
    "twice_in_file": _mark("This number stands in the file twice: only the first is taken"),
    "before_promises": _mark("Nothing was promised yet for this day: only later cases can be taken in"),
    "bad_instant": _mark("Write when it was received as 2026-11-25 14:30"),
    "formula_cell": _mark("A formula stands here: put its result in its place, as a value"),
    "error_cell": _mark("The spreadsheet shows an error here: put a value in its place"),
    "no_utf8_table": _mark("This is no CSV file in UTF-8: save it as CSV UTF-8, or as an XLSX workbook"),
    "no_table": _mark("This is neither a CSV file nor an XLSX workbook: save the table as one of them"),
    "locked_workbook": _mark("This workbook has a password or is of the old kind XLS: save it as XLSX without one"),
    "broken_workbook": _mark("This workbook is damaged and cannot be read: open it, save it anew, and send that"),
    "unpacks_too_large": _mark("This workbook is too large when it is unpacked: divide it into several"),
    "too_many_rows": _mark("A file has at most %(most)s rows: divide it into several"),
    "column_twice": _mark("Two columns are named %(name)s: keep one of them"),
    "too_many_columns": _mark("A table has at most %(most)s columns: leave out those that are not needed"),
    "too_many_cells": _mark("A row has at most %(most)s cells: leave out what stands beside the table"),
    "needs_file": _mark("Choose a file first"),
    "large_table": _mark("This file is larger than 20 MB: divide it into several"),
    "missing_columns": _mark("These columns are missing: %(names)s. Give them these names in the first row"),
    "nothing_to_import": _mark("There is nothing to take in from this file"),
    "no_such_import": _mark("There is no such file here"),
    "no_such_export": _mark("There is no such file for you: ask for a new one"),
    # Reference data: categories, areas, rules.
    "no_such_thing": _mark("There is nothing of this name here"),
    "thing_moved": _mark("Someone else changed this meanwhile: look at it as it is now, then change it"),
    "thing_is_so": _mark("Nothing is different from what is stored already"),
    "bad_code": _mark("Write a short code of small Latin letters, digits and hyphens"),
    "too_many_rules": _mark("There are as many rules as anybody can read: disable or change one"),
    "category_of_another": _mark("This service names another code: choose that code, or another service"),
    "rule_is_there": _mark("Another rule is for the same cases: change that one"),
    "code_is_there": _mark("This code is taken: choose another"),
    # People and agencies.
    "no_such_staff": _mark("There is no such person here"),
    "no_such_entry": _mark("There is no such entry in the history"),
    "nothing_to_undo": _mark("This entry is none that could be taken back"),
    "changed_since": _mark("It was changed again since: take the later change back first"),
    "undo_impossible": _mark("It cannot be as it was: an agency or role of then is gone, or is not yours to give"),
    "entry_moved": _mark("Someone else changed this meanwhile: look at it as it is now, then change it"),
    "not_of_yourself": _mark("Nobody changes this of her own account: ask another person"),
    "role_not_yours": _mark("This role in this agency is not yours to give: choose another"),
    "bad_username": _mark(
        "Use 3 to 60 small Latin letters, digits, dots, dashes or underscores, a letter or digit at each end"
    ),
    "short_password": _mark("This password is too short"),
    "agency_needed": _mark("This role belongs to an agency: choose it"),
    "agency_not_for_role": _mark("This role belongs to no agency: leave it out"),
    "username_taken": _mark("This user name is taken: choose another"),
    "no_such_agency": _mark("There is no such agency here"),
    "bad_agency_code": _mark("Use at most 20 large Latin letters, digits and hyphens, a letter first"),
    "agency_is_there": _mark("There is an agency with this code already: choose another"),
    "bad_phone": _mark("Write a telephone number of 6 to 29 digits, with spaces or hyphens between them"),
    "parent_below": _mark("This agency is the same, or below it: choose another"),
    "has_accounts": _mark("People work in this agency: move them or close their accounts first"),
    "has_agencies_below": _mark("Other agencies belong to this one: move them first"),
    "has_open_cases": _mark("This agency has open cases: name the agency that takes them over"),
    "has_services": _mark("Services still send cases to this agency: name the agency that takes them over"),
    "leave_overlaps": _mark("There is leave on some of these days already: call that off first"),
    "leave_is_over": _mark("This leave is over already"),
    "leave_too_long": _mark("Leave is entered at most 366 days ahead: enter an earlier day"),
    "no_such_leave": _mark("There is no such leave"),
    "no_leave_for_role": _mark("Leave is entered for officers, supervisors and heads of agencies"),
}
