"""What an upload is, by its first bytes."""

import pytest

from kayoi.foundation.files import rules
from kayoi.foundation.files.states import MAX_BYTES


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"GIF89a", "gif"),
        (b"%PDF-1.7", "pdf"),
        (b" %PDF-1.7", None),
        (b"RIFF\x00\x00\x00\x00WEBP", "webp"),
        (b"RIFF\x00\x00\x00\x00WAVE", None),
        (b"\x00\x00\x00\x18ftypheic", "heic"),
        (b"\x00\x00\x00\x18ftypmp42", None),
        (b"PK\x03\x04", None),
        (b"", None),
    ],
)
def test_format_of(data: bytes, name: str | None) -> None:
    assert rules.format_of(data) == name


@pytest.mark.parametrize(
    ("data", "name", "hides"),
    [
        (b"\xff\xd8\xff" + b"x" * 50, "jpeg", False),
        (b"\xff\xd8\xff<SCRIPT>", "jpeg", True),
        (b"\xff\xd8\xff" + b"x" * 2000 + b"<script>", "jpeg", False),
        (b"\x89PNG%PDF-1.4", "png", True),
        (b"%PDF-1.7", "pdf", False),
        (b"%PDF-1.7" + b"x" * 100 + b"PK\x05\x06", "pdf", True),
    ],
)
def test_hides_another_format(data: bytes, name: str, hides: bool) -> None:
    assert rules.hides_another_format(data, name) is hides


@pytest.mark.parametrize(("size", "met"), [(1, True), (MAX_BYTES, True), (MAX_BYTES + 1, False), (0, False)])
def test_may_take(size: int, met: bool) -> None:
    assert rules.may_take(size=size, data=b"\xff\xd8\xff").met is met
