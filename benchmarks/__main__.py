"""`make bench`: every benchmark, or those named: `python -m benchmarks queue`."""

import asyncio
import os
import secrets
import sys
import tempfile

os.environ.setdefault("TAWASUL_SECRET_KEY", secrets.token_hex(32))
os.environ.setdefault("TAWASUL_DATA", tempfile.mkdtemp(prefix="tawasul-bench-"))

from benchmarks import (
    ablation,
    arbanking,
    arrivals,
    board_pages,
    calendar,
    clocks,
    export,
    figures,
    intake,
    prediction,
    queue,
    revision,
    similar,
    sorting,
    start,
)

ALL = {
    "ablation": ablation.run,
    "arbanking": arbanking.run,
    "arrivals": lambda: asyncio.run(arrivals.run()),
    "board-pages": lambda: asyncio.run(board_pages.run()),
    "calendar": calendar.run,
    "clocks": lambda: asyncio.run(clocks.run()),
    "export": lambda: asyncio.run(export.run()),
    "figures": lambda: asyncio.run(figures.run()),
    "intake": lambda: asyncio.run(intake.run()),
    "prediction": prediction.run,
    "queue": lambda: asyncio.run(queue.run()),
    "revision": lambda: asyncio.run(revision.run()),
    "similar": lambda: asyncio.run(similar.run()),
    "start": start.run,
    "sorting": sorting.run,
}

for name in sys.argv[1:] or list(ALL):
    ALL[name]()
