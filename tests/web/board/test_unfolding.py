"""What the board folds away is opened in print."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[3] / "web/templates/partials/board"


def test_alarms_that_are_folded_away_are_printed() -> None:
    [opening] = re.findall(r'<details[^>]*id="alerts-more"[^>]*>', (TEMPLATES / "alerts.html").read_text("utf-8"))
    assert 'class="unfold"' in opening
