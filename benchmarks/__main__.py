"""`make bench`: every benchmark, or those named: `python -m benchmarks queue`."""

import asyncio
import os
import secrets
import sys
import tempfile

os.environ.setdefault("TAWASUL_SECRET_KEY", secrets.token_hex(32))
os.environ.setdefault("TAWASUL_DATA", tempfile.mkdtemp(prefix="tawasul-bench-"))

from benchmarks import calendar, clocks, figures, intake, queue, revision, sorting, start

ALL = {
    "calendar": calendar.run,
    "clocks": lambda: asyncio.run(clocks.run()),
    "figures": lambda: asyncio.run(figures.run()),
    "intake": lambda: asyncio.run(intake.run()),
    "queue": lambda: asyncio.run(queue.run()),
    "revision": lambda: asyncio.run(revision.run()),
    "start": start.run,
    "sorting": sorting.run,
}

for name in sys.argv[1:] or list(ALL):
    ALL[name]()
