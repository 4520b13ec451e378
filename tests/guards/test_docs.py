"""Generated pages are current; decisions that are named exist; settings are documented."""

import re

from kayoi.config import env
from kayoi.config.reference import FOLDER, pages
from tests.guards.sources import ROOT, product


def test_generated_pages_are_current() -> None:
    for name, text in pages().items():
        stored = FOLDER / name
        assert stored.exists(), f"{name} is missing: make docs"
        assert stored.read_text(encoding="utf-8") == text, f"{name} is not current: make docs"


def test_named_decisions_exist() -> None:
    named = {found for source in product() for found in re.findall(r"docs/decisions/[\w-]+\.md", source.text)}
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_decisions_have_their_four_parts() -> None:
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        for part in ("## Context", "## Decision", "## Consequences", "## What would change our mind"):
            assert part in text, f"{path.name}: {part}"


def test_every_variable_that_is_read_is_declared() -> None:
    read = {
        name
        for source in product()
        for name in re.findall(r"(?:environ(?:\.get)?[\[(]|getenv\()[\"'](KAYOI_\w+)", source.text)
        if "testing" not in source.module
    }
    # Set by `run` for its children before settings read it.
    assert read - set(env.KNOWN) == set()


def test_nothing_names_a_machine_or_a_registry() -> None:
    wrong = re.compile(r"/(?:work|root|home/\w+)/|pythonhosted|registry\.npm|deb\.debian")
    files = (
        [path for path in ROOT.glob("docs/**/*.md")]
        + list(ROOT.glob("*.md"))
        + [ROOT / "Makefile", ROOT / ".ci" / "run"]
    )
    texts = {str(path): path.read_text(encoding="utf-8") for path in files} | {str(s.path): s.text for s in product()}
    assert [name for name, text in texts.items() if wrong.search(text)] == []
    assert wrong.search("see /work/main/x")
