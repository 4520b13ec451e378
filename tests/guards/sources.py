"""The project's own Python files as text and as syntax trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """One Python file: its path below the root, its dotted name, its text and tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def module(self) -> str:
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.parts

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.parts


@lru_cache(maxsize=1)
def sources() -> tuple[Source, ...]:
    """Return all Python files of kayoi/ and tests/."""
    found = []
    for folder in ("kayoi", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            found.append(Source(path.relative_to(ROOT), text, ast.parse(text)))
    return tuple(found)


def product() -> list[Source]:
    """Return the files of the product: no tests, no migrations."""
    return [source for source in sources() if not source.is_test and not source.is_migration]


def bad(text: str, path: str = "kayoi/engines/bad/services.py") -> Source:
    """Return a bad example that a guard must catch."""
    return Source(Path(path), text, ast.parse(text))


def functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield all functions and methods of a file."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
