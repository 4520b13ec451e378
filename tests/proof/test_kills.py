"""200 SIGKILLs of web server and worker while people ask: nothing accepted is lost, nothing is sent twice."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
import requests

from kayoi.foundation.files.tests.test_services import picture
from tests.site import MailServer, Site, kill, running_site

KILLS = 200
VISITORS = 4
TARGETS = ("hand", "hand", "web", "worker", "worker", "worker", "worker", "run")
pytestmark = pytest.mark.proof


@dataclass
class Visitors:
    """People who ask and, when the line breaks, press the button again, as the page tells them to."""

    site: Site
    accepted: dict[UUID, str] = field(default_factory=dict)
    broken: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def visit(self, seed: int) -> None:
        chance = random.Random(seed)
        while not self.stop.is_set():
            self._ask(uuid4(), chance)
            time.sleep(chance.uniform(0.05, 0.3))

    def _ask(self, key: UUID, chance: random.Random) -> None:
        page = f"{self.site.url}/ina/ask/"
        values = {
            "text": f"質問 {key}", "name": "試験 太郎", "email": f"{key}@example.jp", "agree": "on",
            "client_key": str(key),
        }  # fmt: skip
        photo = {"upload": ("家.jpg", picture(), "image/jpeg")} if chance.random() < 0.25 else None
        address = ".".join(str(chance.randint(1, 250)) for _ in range(4))  # rate limits count addresses
        while True:
            try:
                with requests.Session() as browser:
                    browser.headers["X-Forwarded-For"] = address
                    browser.get(page, timeout=20).raise_for_status()
                    sent = browser.post(
                        page, values | {"csrfmiddlewaretoken": browser.cookies["csrftoken"]}, files=photo,
                        allow_redirects=False, timeout=20,
                    )  # fmt: skip
                if sent.status_code == 302:
                    self.accepted[key] = sent.headers["Location"]
                    return
                busy = (
                    sent.status_code == 422 and "10秒ほどおいて" in sent.text
                )  # its counter was locked by a killed one
                assert busy or sent.status_code >= 500, f"{sent.status_code}: {_errors(sent.text)}"
            except requests.RequestException:
                pass
            self.broken += 1
            time.sleep(0.2)


def test_kills_lose_nothing_and_double_nothing(say: Callable[[str], None]) -> None:
    chance = random.Random(20261121)
    with MailServer() as mails, running_site(**mails.variables, KAYOI_PROXIES="1") as site:
        visitors = Visitors(site)
        threads = [threading.Thread(target=visitors.visit, args=(seed,)) for seed in range(VISITORS)]
        for thread in threads:
            thread.start()
        killed = dict.fromkeys(TARGETS, 0)
        while sum(killed.values()) < KILLS:
            time.sleep(chance.uniform(0.2, 1.2))
            if not site.alive:
                site.start()  # what an init system does
            target = chance.choice(TARGETS)
            if pids := site.processes()[target]:
                kill(chance.choice(pids))
                killed[target] += 1
        time.sleep(1)
        if not site.alive:
            site.start()
        site.wait()
        visitors.stop.set()
        for thread in threads:
            thread.join()
        _drain(site)
        _judge(site, visitors, mails, killed, say)


def _errors(page: str) -> str:
    """Return the part of a page that says what is wrong."""
    start = page.find("error-summary")
    return page[start : start + 600] if start >= 0 else page[:600]


def _drain(site: Site) -> None:
    """Wait until no job is left and no message waits."""
    end = time.monotonic() + 240
    while time.monotonic() < end:
        ((jobs,),) = site.query(
            "SELECT count(*) FROM procrastinate_jobs"
            " WHERE status IN ('todo', 'doing') AND task_name = 'messages.deliver'"
        )
        ((open_,),) = site.query("SELECT count(*) FROM mailing_message WHERE status IN ('queued', 'sending')")
        if jobs == open_ == 0:
            return
        time.sleep(1)
    raise AssertionError(f"{jobs} jobs and {open_} messages are still waiting")


def _judge(
    site: Site, visitors: Visitors, mails: MailServer, killed: dict[str, int], say: Callable[[str], None]
) -> None:
    stored = site.query(
        "SELECT client_key, count(*) FROM consultations_question WHERE client_key IS NOT NULL GROUP BY 1"
    )
    counts = dict(stored)
    lost = [key for key in visitors.accepted if not counts.get(key)]
    doubled = [key for key, count in stored if count > 1]
    letters = site.query(
        "SELECT m.to_address, m.status, o.slug || '.' || m.id || '.' FROM mailing_message m"
        " JOIN tenancy_organization o ON o.id = m.organization_id WHERE m.to_address = ANY(%s)",
        [f"{key}@example.jp" for key in visitors.accepted],
    )
    written = {address for address, _, _ in letters}
    unwritten = [key for key in visitors.accepted if f"{key}@example.jp" not in written]
    arrived = {name: mails.of(name) for _, _, name in letters}
    twice = [name for name, count in arrived.items() if count > 1]
    gone = [name for _, status, name in letters if status == "sent" and arrived[name] == 0]
    unclear = sum(status == "unclear" for _, status, _ in letters)
    files = site.query("SELECT sha256 FROM files_storedfile")
    missing = [name for (name,) in files if not list((site.folder / "uploads").rglob(f"*{name}*"))]
    say(
        f"{sum(killed.values())} SIGKILLs {killed}, {visitors.broken} broken requests: "
        f"{len(visitors.accepted)} submissions accepted, {len(lost)} lost, {len(doubled)} doubled"
    )
    say(
        f"{len(letters)} receipts: {len(twice)} sent twice, {len(gone)} said to be sent but not, "
        f"{len(unwritten)} never written, {unclear} shown to staff as unclear;"
        f" {len(files)} files, {len(missing)} missing"
    )
    assert len(visitors.accepted) > KILLS
    assert (lost, doubled, twice, gone, unwritten, missing) == ([], [], [], [], [], [])
