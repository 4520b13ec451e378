"""SIGKILLs while mails are fetched: each mail is taken exactly once, with one question and one receipt."""

import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest

from kayoi.kit.tests.mail_files import mime
from tests.imap import PASSWORD, USER, ImapServer
from tests.site import ROOT, Site, running_site

MAILS, KILLS, WRITERS = 60, 12, 10
FETCH = "from kayoi.programmes.consultations.jobs import fetch_mails; fetch_mails.func(None, 0)"
pytestmark = pytest.mark.proof


class Fetching:
    """Runs the job in a process of its own, and kills it a moment after a mail has been asked for."""

    def __init__(self, site: Site, box: ImapServer) -> None:
        self.box, self.chance, self.killed = box, random.Random(20261126), 0
        address = box.address
        imap = (
            f'[ina]\nhost="{address.host}"\nport={address.port}\nuser="{USER}"\npassword="{PASSWORD}"\nsecurity="none"'
        )
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("KAYOI_", "DATABASE_"))}
        self.variables = inherited | {"KAYOI_VAR": str(site.folder), "KAYOI_DEMO": "1", "KAYOI_IMAP": imap}

    def run(self, *, kill_at: int | None) -> None:
        """Fetch until the end, or until the kill."""
        process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v0", "-c", FETCH], cwd=ROOT, env=self.variables
        )
        asked = 0

        def count(uid: int) -> None:
            nonlocal asked
            asked += 1
            if asked == kill_at:
                threading.Timer(self.chance.uniform(0, 0.06), process.kill).start()

        self.box.before_fetch = count
        ended = process.wait(timeout=120)
        self.killed += ended == -9
        assert ended in {0, -9}


def test_kills_take_each_mail_once(say: Callable[[str], None]) -> None:
    with running_site() as site, ImapServer() as box:
        fetching = Fetching(site, box)
        fetching.run(kill_at=None)  # begins with what arrives from now on
        known = site.query(
            "SELECT email_key FROM casefiles_casefile c JOIN tenancy_organization o ON o.id = c.organization_id"
            " WHERE o.slug = 'ina' AND email_key <> ''"
            " AND c.id NOT IN (SELECT case_file_id FROM casefiles_protection)"
            " GROUP BY 1 HAVING count(*) = 1 AND bool_and(merged_into_id IS NULL) ORDER BY 1 LIMIT %s",
            WRITERS,
        )
        assert len(known) == WRITERS
        for number in range(MAILS):
            (address,) = known[number % WRITERS]
            box.add(mime(subject=f"殺されても {number}", sender=address, message_id=f"<kill-{number}@example.jp>"))
        for _ in range(KILLS * 3):
            if fetching.killed < KILLS:
                # Two questions to the server for each mail: its size, its bytes.
                fetching.run(kill_at=fetching.chance.randint(1, 5))
        fetching.run(kill_at=None)
        fetching.run(kill_at=None)
        taken = site.query(
            "SELECT message_id, count(*), count(q.id), count(m.id) FROM mailing_receivedmail r"
            " LEFT JOIN consultations_question q ON q.id::text = r.reference AND r.cause = 'consultations.Question'"
            " LEFT JOIN mailing_message m ON m.reference = r.reference AND m.template LIKE '%%receipt_mail'"
            " WHERE message_id LIKE 'kill-%%' GROUP BY 1"
        )
        ((asked,),) = site.query("SELECT count(*) FROM consultations_question WHERE text LIKE '殺されても%%'")
    twice = [name for name, *counts in taken if counts != [1, 1, 1]]
    say(
        f"{fetching.killed} SIGKILLs while fetching {MAILS} mails: {len(taken)} taken, {MAILS - len(taken)} lost,"
        f" {len(twice)} not exactly once, {asked} questions"
    )
    assert (len(taken), twice, asked) == (MAILS, [], MAILS)
    assert fetching.killed >= KILLS
