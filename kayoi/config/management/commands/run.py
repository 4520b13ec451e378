"""run: web server and worker in one go; nothing of it stays behind when this process ends in whatever way."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any
from urllib.request import urlopen

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from joserfc.jwk import ECKey

from kayoi.foundation.tenancy.ownership import as_owner

PR_SET_PDEATHSIG = 1
SHORT_LIFE_S = 3


class Command(BaseCommand):
    help = "Start web server and worker; bring database, places and (in the demonstration) the demo up to date before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--threads", type=int, default=4)

    def handle(self, *args: Any, port: int, host: str, workers: int, threads: int, **options: Any) -> None:
        self._prepare()
        address = f"http://localhost:{port}/" if host == "127.0.0.1" else f"http://{host}:{port}/"
        os.environ.setdefault("KAYOI_URL", address.rstrip("/"))
        if settings.DEMO and not settings.DIGITAL_AUTH["issuer"]:
            self._stand_in(address)
        web = Child(
            "-m", "gunicorn", "kayoi.config.wsgi:application", "--bind", f"{host}:{port}", "--worker-class", "gthread",
            "--workers", str(workers), "--threads", str(threads), "--preload", "--log-level", "warning",
            "--timeout", "60", "--max-requests", "20000", "--max-requests-jitter", "2000", "--no-control-socket",
        )  # fmt: skip
        worker = Child(sys.argv[0], "procrastinate", "worker", "--concurrency", "2", "--delete-jobs", "successful")
        for name in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, lambda *_: sys.exit(0))
        try:
            self._greet(address, web)
            self._watch(web, worker)
        except KeyboardInterrupt:
            self.stdout.write("\n終了します。")
        finally:
            self._stop(web, worker)

    def _prepare(self) -> None:
        """Bring the database up to date; on a second start this only looks."""
        with as_owner():  # on a server of one's own the web role comes with the first migrate
            current = MigrationExecutor(connection).loader.applied_migrations and not self._pending()
        if not current:
            self.stdout.write("データベースを用意しています …")
            call_command("migrate", verbosity=0)
        call_command("load_places", verbosity=0)
        if settings.DEMO:
            call_command("load_demo", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        connection.close()

    def _pending(self) -> bool:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    def _stand_in(self, address: str) -> None:
        """Let a page of the demonstration stand in for デジタル認証アプリ; its key lives as long as this run."""
        key = ECKey.generate_key("P-256", private=True).as_pem(private=True).decode()
        issuer = f"{address}_demo/auth-app"
        os.environ |= {
            "KAYOI_DIGITAL_AUTH_ISSUER": issuer, "KAYOI_DIGITAL_AUTH_CLIENT": "kayoi", "KAYOI_DIGITAL_AUTH_KEY": key,
        }  # fmt: skip

    def _greet(self, address: str, web: "Child") -> None:
        for _ in range(600):
            if not web.alive:
                raise CommandError(
                    "ウェブサーバーを始められませんでした。ポートがほかで使われていないか確かめてください。"
                )
            try:
                with urlopen(f"{address}healthz", timeout=2):  # noqa: S310  # our own address
                    break
            except OSError:
                time.sleep(0.05)
        self.stdout.write(f"\nKayoi: {address}")
        if settings.DEMO:
            self._introduce(address)
        self.stdout.write("止めるには Ctrl+C を押します。\n")

    def _introduce(self, address: str) -> None:
        from kayoi.doors.demo.states import MEMBERS, PASSWORD, PERSONS, TOTP_SECRET

        self.stdout.write(f"デモのログイン(役割を選ぶだけ): {address}_demo/")
        self.stdout.write(f"送られたはずのメール: {address}_demo/mail/\n\n役割ごとのアカウント(人はすべて架空)")
        self.stdout.write("  来訪者                      ログインなし")
        for spec in (*PERSONS, *MEMBERS):
            self.stdout.write(f"  {spec.label:<24}{spec.email}")
        self.stdout.write(f"  パスワード {PASSWORD} ・ 認証アプリの鍵 {TOTP_SECRET}\n")

    def _watch(self, *children: "Child") -> None:
        """Start again what was killed. What ends by itself right after its start cannot be helped: then all ends."""
        while True:
            time.sleep(0.2)
            for child in children:
                if child.alive:
                    continue
                if child.ended_by_itself and time.monotonic() - child.started_at < SHORT_LIFE_S:
                    raise CommandError(f"{child.name} がすぐに終わってしまいます。上の行を確かめてください。")
                self.stderr.write(f"{child.name} が止まったので、始め直します。")
                child.start()

    def _stop(self, *children: "Child") -> None:
        for child in children:
            if child.alive:
                child.process.terminate()
        for child in children:
            try:
                child.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                child.process.kill()


class Child:
    """One of the two processes: it is started at once, and again when somebody killed it."""

    def __init__(self, *arguments: str) -> None:
        self.name = "worker" if "worker" in arguments else "web"
        self._command = [sys.executable, *arguments]
        self.start()

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(self._command, preexec_fn=_die_with_parent())

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    @property
    def ended_by_itself(self) -> bool:
        """True when it has ended and no signal ended it."""
        return (self.process.poll() or 0) >= 0


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux the kernel ends a child whose parent is killed: no orphan keeps the port."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    return ask
