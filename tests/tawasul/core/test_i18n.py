"""Languages: dates in the reader's language, and the plural forms of Arabic in the order of the catalogues."""

from datetime import date

import pytest

from tawasul.core import i18n

NOVEMBER = date(2026, 11, 1)


@pytest.mark.parametrize(("language", "words"), [("ar", "نوفمبر 2026"), ("en", "November 2026")])
def test_a_month_is_named_with_its_year_in_western_digits(language, words):
    with i18n.use(language):
        assert i18n.month(NOVEMBER) == words


@pytest.mark.parametrize(("language", "words"), [("ar", "نوفمبر"), ("en", "Nov")])
def test_a_short_month_is_as_short_as_the_language_writes_it(language, words):
    with i18n.use(language):
        assert i18n.short_month(NOVEMBER) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (11, "%(num)s عملاً ينتظر دوره."),  # 11 to 99: the counted thing in the accusative
        (99, "%(num)s عملاً ينتظر دوره."),
        (100, "%(num)s عمل ينتظر دوره."),  # 100 to 102: in the genitive
        (111, "%(num)s عملاً ينتظر دوره."),
    ],
)
def test_arabic_counts_in_its_six_forms(count: int, words: str) -> None:
    with i18n.use("ar"):
        found = i18n.ngettext("%(num)s job waits its turn.", "%(num)s jobs wait their turn.", count)
    assert found == words
