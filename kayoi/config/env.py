"""Values from the environment: typed, strict, and listed in docs/reference/settings.md."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Variable:
    name: str
    kind: str
    default: str
    help: str


class BadSetting(RuntimeError):
    """A variable of the environment has a value that cannot be meant."""


KNOWN: dict[str, Variable] = {}


def _declare(name: str, kind: str, default: str, text: str) -> str:
    KNOWN[name] = Variable(name, kind, default, text)
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text().strip()
    return os.environ.get(name, default)


def text(name: str, default: str, about: str) -> str:
    """Read a text (or the file that NAME_FILE names)."""
    return _declare(name, "text", default, about)


def switch(name: str, *, default: bool, about: str) -> bool:
    """Read 1 or 0."""
    value = _declare(name, "1 or 0", "1" if default else "0", about)
    if value not in {"0", "1"}:
        raise BadSetting(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def number(name: str, default: int, about: str) -> int:
    """Read a whole number."""
    value = _declare(name, "whole number", str(default), about)
    if not value.lstrip("-").isdigit():
        raise BadSetting(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def words(name: str, default: str, about: str) -> list[str]:
    """Read a list separated by commas."""
    return [
        word.strip() for word in _declare(name, "list, separated by commas", default, about).split(",") if word.strip()
    ]


def unknown() -> list[str]:
    """Return KAYOI_… variables that nothing reads: most likely typing errors."""
    known = set(KNOWN) | {f"{name}_FILE" for name in KNOWN}
    return sorted(name for name in os.environ if name.startswith("KAYOI_") and name not in known)
