"""Filling texts."""

import pytest

from kayoi.engines.messages import rules


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", set()),
        ("{{ name }}さん", {"name"}),
        ("{{name}} {{ name }} {{ day }}", {"name", "day"}),
        ("{ name } {{ }}", set()),
    ],
)
def test_places(text: str, found: set[str]) -> None:
    assert rules.places(text) == found


def test_fill_puts_values_in_once_and_misses_none() -> None:
    assert rules.fill("{{ a }}と{{b}}", {"a": "{{ b }}", "b": "x"}) == "{{ b }}とx"
    with pytest.raises(KeyError):
        rules.fill("{{ c }}", {"a": ""})


@pytest.mark.parametrize(("text", "line"), [("a\r\nBcc: b", "a Bcc: b"), ("  件名\t ", "件名"), ("x" * 300, "x" * 200)])
def test_subject_line(text: str, line: str) -> None:
    assert rules.subject_line(text) == line


@pytest.mark.parametrize(("text", "met"), [("{{ name }}", True), ("", True), ("{{ name }}{{ pasword }}", False)])
def test_may_use_text(text: str, met: bool) -> None:
    assert rules.may_use_text(text, known={"name"}).met is met
