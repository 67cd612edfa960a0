"""From a cold start to the first page, and how much memory each process takes."""

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.report import Report

LONGEST_SORT = 120.0


def run() -> None:
    report = Report("Start and memory", "Each process started alone on a fresh SQLite database; RSS after it is ready.")
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "TAWASUL_DATA": folder, "TAWASUL_PORT": str(_free_port())}
        environ |= {"TAWASUL_LOG_LEVEL": "warning"}
        for command in ("migrate", "seed"):
            program = [sys.executable, "-m", "tawasul", command]
            subprocess.run(program, env=environ, check=True, stdout=subprocess.DEVNULL)
        bare = report.add("a bare Python", *_bare())
        web, seconds = _started("web", environ)
        report.add("web: to the first page", seconds, "s")
        report.add("web: memory", _rss(web), "MB", bare)
        worker, _ = _started("worker", environ)
        report.add("worker: from its start to the first case sorted", _sorted(int(environ["TAWASUL_PORT"])), "s")
        report.add("worker with the bundled model: memory", _rss(worker), "MB", bare)
        _stop(web)
        _stop(worker)
    report.write("start")


def _bare() -> tuple[float, str]:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(5)"])
    time.sleep(1)
    found = _rss(process)
    _stop(process)
    return found, "MB"


def _started(name: str, environ: dict[str, str]) -> tuple[subprocess.Popen[bytes], float]:
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "tawasul", name], env=environ)
    while name == "web" and not _answers(int(environ["TAWASUL_PORT"])):
        time.sleep(0.02)
    return process, time.perf_counter() - began


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def _sorted(port: int) -> float:
    """File a case and wait until the worker has sorted it, which loads the model; seconds."""
    began = time.perf_counter()
    api = f"http://127.0.0.1:{port}/api/v1/cases"
    body = json.dumps({"text": "The rubbish in our street has not been collected for nine days"}).encode()
    posted = urllib.request.Request(api, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(posted, timeout=30) as answer:
        receipt = json.load(answer)
    asked = urllib.request.Request(f"{api}/{receipt['reference']}", headers={"X-Access-Code": receipt["access_code"]})
    while time.perf_counter() - began < LONGEST_SORT:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            if json.load(answer)["status"] != "received":
                return time.perf_counter() - began
        time.sleep(0.1)
    raise RuntimeError("the worker did not sort the case")


def _rss(process: subprocess.Popen[bytes]) -> float:
    """Resident memory in megabytes."""
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the process has ended")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
