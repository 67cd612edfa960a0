"""`make bench`: every benchmark, or those named: `python -m benchmarks queue`."""

import asyncio
import os
import secrets
import sys
import tempfile

os.environ.setdefault("TAWASUL_SECRET_KEY", secrets.token_hex(32))
os.environ.setdefault("TAWASUL_DATA", tempfile.mkdtemp(prefix="tawasul-bench-"))

from benchmarks import intake, queue, start

ALL = {
    "intake": lambda: asyncio.run(intake.run()),
    "queue": lambda: asyncio.run(queue.run()),
    "start": start.run,
}

for name in sys.argv[1:] or list(ALL):
    ALL[name]()
