"""Reasons in words: days are read as days."""

from typing import Any

import pytest
from django.utils import translation

from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Reason, verdict


@pytest.mark.parametrize(
    ("value", "japanese", "english"),
    [
        ("2026-04-01", "2026年4月1日", "2026-04-01"),
        ("2026-12-31 09:05", "2026年12月31日 09:05", "2026-12-31 09:05"),
        ("2026-04-01x", "2026-04-01x", "2026-04-01x"),
        ("伊那市", "伊那市", "伊那市"),
        (12, "12", "12"),
    ],
)
def test_days_are_written_as_they_are_read(value: Any, japanese: str, english: str) -> None:
    answer = verdict([Reason("x", {"day": value})])
    assert sentences(answer, {"x": "%(day)sから"}) == [f"{japanese}から"]
    with translation.override("en"):
        assert sentences(answer, {"x": "from %(day)s"}) == [f"from {english}"]
