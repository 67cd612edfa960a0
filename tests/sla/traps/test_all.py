"""No trap is without its test, and the page that lists them says where it is."""

import re

from tests.rules.sources import ROOT, files, functions, tree

TRAPS = range(1, 37)


def files_by_trap() -> dict[int, str]:
    """The file that holds the tests of each trap."""
    return {
        int(number[1]): path.name
        for path in files(".py", "tests/sla/traps")
        for inner, _ in functions(tree(path))
        if (number := re.match(r"test_(\d\d)_", inner))
    }


def test_every_trap_has_a_test_that_the_page_names():
    listed = re.findall(r"^\| (\d+) \|.*\| `(\w+\.py)`", (ROOT / "docs" / "traps.md").read_text("utf-8"), re.MULTILINE)
    assert {int(number): file for number, file in listed} == files_by_trap()
    assert sorted(files_by_trap()) == list(TRAPS)
