"""A whole site for tests from outside: `manage.py run` in a folder of its own, a mail server that remembers."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psycopg

from kayoi.config import embedded

ROOT = Path(__file__).resolve().parents[1]
START_S = 600  # some machines are slow, and shared


def free_port() -> int:
    """Return a port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """Folder, port and process of a running site."""

    folder: Path
    port: int
    variables: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start and wait until it answers. Raises RuntimeError with the log when it does not."""
        mine = {"KAYOI_VAR": str(self.folder), "KAYOI_DEMO": "1"} | self.variables
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("KAYOI_", "DATABASE_"))}
        with (self.folder / "site.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run", "--port", str(self.port)],
                cwd=ROOT, env=inherited | mine, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.wait()

    def wait(self) -> None:
        """Wait until it answers."""
        end = time.monotonic() + START_S
        while time.monotonic() < end:
            try:
                with urlopen(f"{self.url}/healthz", timeout=2):
                    return
            except OSError:
                if not self.alive:
                    break
                time.sleep(0.1)
        raise RuntimeError((self.folder / "site.log").read_text()[-3000:])

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def move_on(self, days: int) -> None:
        """Let it be so many days after today; the site has to run with tests.later."""
        (self.folder / "clock").write_text(str(days))

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)

    def processes(self) -> dict[str, list[int]]:
        """Return the process ids by what they are: run, web (gunicorn's master), hand (its workers), worker (jobs)."""
        assert self.process is not None
        found: dict[str, list[int]] = {"run": [self.process.pid], "web": [], "hand": [], "worker": []}
        for child in _children(self.process.pid):
            kind = "web" if "gunicorn" in _command(child) else "worker"
            found[kind].append(child)
            if kind == "web":
                found["hand"] += _children(child)
        return found

    def query(self, text: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database as its owner, past all walls."""
        host = str(embedded.socket_directory(self.folder / "postgres"))
        with psycopg.connect(host=host, user="kayoi_owner", dbname="kayoi") as connection:
            return connection.execute(text, values).fetchall()


def _children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return [child for child, parent in pairs if parent == pid]


def _command(pid: int) -> str:
    return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout


@contextmanager
def running_site(**variables: str) -> Iterator[Site]:
    """Run a site with the demonstration in a new folder; end it and remove the folder afterwards."""
    with tempfile.TemporaryDirectory(prefix="kayoi 通い ") as name:  # spaces and kanji in the path are usual
        site = Site(Path(name), free_port(), variables)
        try:
            site.start()
            yield site
        finally:
            site.stop()
            _await_end_of_database(site.folder / "postgres")


@contextmanager
def kept_database(folder: Path) -> Iterator[None]:
    """Keep the embedded server of a folder alive while questions are asked to it."""
    home = folder / "postgres"
    embedded.ensure_running(home)
    try:
        yield
    finally:
        os.close(embedded._held.pop(home))
        _await_end_of_database(home)


def _await_end_of_database(home: Path) -> None:
    """Wait until the embedded server has seen that nobody uses it and has gone."""
    for _ in range(200):
        if embedded._free(home / "keeper.lock"):
            return
        time.sleep(0.1)
    raise RuntimeError("the embedded server does not end")


def kill(pid: int) -> None:
    """SIGKILL; it may have gone already."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


class MailServer:
    """Takes letters slowly, so that kills hit in the middle, and remembers each one."""

    def __init__(self, pause_s: float = 0.05) -> None:
        from aiosmtpd.controller import Controller

        self.letters: list[str] = []
        self._pause_s = pause_s
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        import asyncio

        await asyncio.sleep(self._pause_s)
        self.letters.append(envelope.content.decode("utf-8", "replace"))
        await asyncio.sleep(self._pause_s)
        return "250 OK"

    def of(self, beginning: str) -> int:
        """Return how often a letter was taken whose Message-ID begins so (town and number; a seal follows)."""
        return sum(
            bool(re.search(rf"^Message-ID: <{re.escape(beginning)}", text, re.M | re.I)) for text in self.letters
        )

    @property
    def variables(self) -> dict[str, str]:
        """What a site needs to send here."""
        return {
            "KAYOI_SMTP_HOST": "127.0.0.1",
            "KAYOI_SMTP_PORT": str(self._controller.port),
            "KAYOI_SMTP_TLS": "0",
        }

    def __enter__(self) -> "MailServer":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()
