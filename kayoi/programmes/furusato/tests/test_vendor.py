"""The two files of others are those that their authors have published (decision 0039)."""

import hashlib
from pathlib import Path

import pytest

import kayoi

ROOT = Path(kayoi.__file__).parent
PUBLISHED = {
    "kit/static/kit/vendor/jsQR.js": "bc40c8a15196236b2314db0856f72ca0b49980cd5413b8c852a7349f5fee0859",
    "programmes/furusato/static/furusato/vendor/lean-qr.js":
        "0ce41cd6f92cc23cf057a1df7e1b3876767d678665dd65af4e1d22b4fad967dc",
}  # fmt: skip


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_file_is_as_published_and_has_its_licence(name: str) -> None:
    assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == PUBLISHED[name]
    assert (ROOT / name.replace(".js", ".LICENSE.txt")).is_file()


def test_there_are_no_others() -> None:
    assert {file.relative_to(ROOT).as_posix() for file in ROOT.rglob("vendor/*.js")} == set(PUBLISHED)
