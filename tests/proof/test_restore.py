"""A back-up of a running site, restored on an empty machine, is the same site; verify says so."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.site import ROOT, Site, kept_database, running_site

pytestmark = pytest.mark.proof
COUNTED = (
    "tenancy_organization", "identity_user", "identity_person", "casefiles_casefile", "casefiles_engagement",
    "consultations_question", "consultations_answer", "audit_entry", "mailing_message", "files_storedfile",
    "places_fact",
)  # fmt: skip


def manage(folder: Path, *arguments: str) -> str:
    """Run a command of an installation; return what it prints."""
    mine = {"KAYOI_VAR": str(folder), "KAYOI_DEMO": "1"}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("KAYOI_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=inherited | mine, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def rows(site: Site) -> dict[str, tuple[object, ...]]:
    """Return number and content digest of what is counted."""
    return {
        table: site.query(f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t")[0]
        for table in COUNTED
    }


def uploads(site: Site) -> set[str]:
    return {path.name for path in (site.folder / "uploads").rglob("*") if path.is_file()}


def test_what_was_backed_up_comes_back(say: Callable[[str], None]) -> None:
    with tempfile.TemporaryDirectory(prefix="kayoi ") as backup, tempfile.TemporaryDirectory(prefix="kayoi ") as new:
        with running_site() as site:
            manage(site.folder, "back_up", f"{backup}/while-it-runs")
            with kept_database(site.folder):
                site.stop()  # nothing changes any more: what follows can be compared
                before, stored = rows(site), uploads(site)
                manage(site.folder, "back_up", f"{backup}/copy")
        restored = Site(Path(new), 0)
        with kept_database(restored.folder):
            manage(restored.folder, "restore", f"{backup}/copy")
            after = rows(restored)
            checked, files = manage(restored.folder, "verify"), uploads(restored)
    say(f"restore: {len(before)} tables, {sum(int(str(count)) for count, _ in after.values()):,} rows compared")
    assert after == before
    assert files == stored
    assert checked.count("\n") > 10
