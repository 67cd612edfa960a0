"""The page of letters can name every letter that is written."""

from pathlib import Path

import pytest

from tawasul import notify
from web.desk.wording import letter_words

TEMPLATES = sorted(path.stem for path in (Path(notify.__file__).parent / "templates").glob("[!_]*.txt"))


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_letter_has_a_name(template):
    assert letter_words(template)
