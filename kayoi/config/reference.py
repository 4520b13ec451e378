"""The generated pages of docs/reference: rules, states, permissions, settings, rooms.

Written by `make docs`, compared by a guard.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from django.apps import AppConfig, apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from kayoi.config import env
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.moves import Transition
from kayoi.programmes.homes.states.items import ITEMS, ItemGroup

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"
NOTE = "<!-- Written by `make docs`. Do not edit. -->\n"


def pages() -> dict[str, str]:
    """Return every generated page by its file name."""
    return {
        "rules.md": _rules(),
        "states.md": _states(),
        "permissions.md": _permissions(),
        "settings.md": _settings(),
        "rooms.md": _rooms(),
        "house-items.md": _house_items(),
    }


def rooms() -> list[AppConfig]:
    """Return Kayoi's apps that follow the table of files."""
    return [app for app in apps.get_app_configs() if app.name.count(".") == 2 and app.name.startswith("kayoi.")]


def _modules(app: AppConfig, kind: str) -> Iterator[ModuleType]:
    try:
        module = importlib.import_module(f"{app.name}.{kind}")
    except ModuleNotFoundError:
        return
    yield module
    for found in pkgutil.walk_packages(getattr(module, "__path__", []), f"{module.__name__}."):
        yield importlib.import_module(found.name)


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").partition("\n")[0]


def _rules() -> str:
    lines = [NOTE, "# Rules\n", "Decisions and calculations on plain values, each with its source.\n"]
    for app in rooms():
        found = [
            (module, name, function)
            for module in _modules(app, "rules")
            for name, function in inspect.getmembers(module, inspect.isfunction)
            if not name.startswith("_") and function.__module__ == module.__name__
        ]
        if found:
            lines += [f"\n## {app.verbose_name} (`{app.name}`)\n", "| rule | what | source |", "|---|---|---|"]
        for module, name, function in found:
            source = " ".join((inspect.getdoc(function) or "").partition("Source:")[2].split())
            where = module.__name__.removeprefix("kayoi.").replace(".", "/")
            lines.append(f"| `{name}` ({where}) | {_first_line(function)} | {source} |")
    return "\n".join(lines) + "\n"


def _states() -> str:
    lines = [NOTE, "# States\n", "Who may take which action, from which state to which.\n"]
    for app in rooms():
        for module in _modules(app, "states"):
            transitions: tuple[Transition, ...] = getattr(module, "TRANSITIONS", ())
            if not transitions:
                continue
            lines += [f"\n## {app.verbose_name} (`{app.name}`)\n", "```mermaid", "stateDiagram-v2"]
            lines += [f"    {source} --> {t.target}: {t.action}" for t in transitions for source in sorted(t.sources)]
            lines += ["```\n", "| action | from | to | permission |", "|---|---|---|---|"]
            lines += [
                f"| {t.action} | {', '.join(sorted(t.sources))} | {t.target} | {t.permission or '(system)'} |"
                for t in transitions
            ]
    return "\n".join(lines) + "\n"


def _marks(patterns: list[URLPattern | URLResolver], route: str = "") -> Iterator[tuple[str, str, str]]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _marks(pattern.url_patterns, here)
        elif mark := getattr(pattern.callback, "mark", None):
            yield here, mark.kind, mark.permission or ""


def _permissions() -> str:
    roles = [*settings.KAYOI_STAFF_ROLES.values(), *settings.KAYOI_PARTNER_ROLES.values()]
    held = {str(permission): permission.label for role in roles for permission in role.permissions}
    lines = [NOTE, "# Roles, permissions, pages\n"]
    lines += ["| role | 日本語 | for |", "|---|---|---|"]
    lines += [f"| `{role.key}` | {role.label} | {role.about} |" for role in roles]
    lines += ["\n## Permissions\n", f"| permission | 日本語 | {' | '.join(role.key for role in roles)} |"]
    lines.append(f"|---|---|{'---|' * len(roles)}")
    for key in sorted(held):
        row = " | ".join("○" if key in role.permissions else "" for role in roles)
        lines.append(f"| `{key}` | {held[key]} | {row} |")
    lines += ["\n## Pages\n", "| address | mark | permission |", "|---|---|---|"]
    found = sorted(set(_marks(get_resolver().url_patterns)))
    lines += [
        f"| `/{route}` | {kind} | {f'`{permission}`' if permission else ''} |" for route, kind, permission in found
    ]
    return "\n".join(lines) + "\n"


def _settings() -> str:
    root = str(Path(__file__).resolve().parents[2])
    lines = [
        NOTE,
        "# Settings\n",
        "Variables of the environment. Each may also be given as `NAME_FILE`, a file that holds the value.\n",
    ]
    lines += ["| variable | kind | default | what it does |", "|---|---|---|---|"]
    for variable in sorted(env.KNOWN.values(), key=lambda variable: variable.name):
        default = variable.default.replace(root, "…") or "(empty)"
        lines.append(f"| `{variable.name}` | {variable.kind} | {default} | {variable.help} |")
    return "\n".join(lines) + "\n"


def _rooms() -> str:
    lines = [NOTE, "# Rooms\n"]
    for app in rooms():
        doc = inspect.getdoc(importlib.import_module(app.name)) or ""
        lines += [f"\n## `{app.name}` ({app.verbose_name})\n", doc, ""]
        tables = [model for model in app.get_models() if not model._meta.auto_created]
        if tables:
            lines += ["| table | what | whose rows |", "|---|---|---|"]
            lines += [f"| `{model._meta.db_table}` | {_first_line(model)} | {_whose(model)} |" for model in tables]
    return "\n".join(lines) + "\n"


def _house_items() -> str:
    lines = [NOTE, "# Items of the house file\n", "Everything on a house besides its columns, and who may see it.\n"]
    for group in ItemGroup:
        lines += [
            f"\n## {group.label}\n",
            "| item | 日本語 | English | type | choices | level |",
            "|---|---|---|---|---|---|",
        ]
        for item in ITEMS:
            if item.group is group:
                choices = "、".join(choice[1] for choice in item.choices) or item.unit
                words = (f"`{item.code}`", item.label, item.label_en, item.type.label, choices, item.level.label)
                lines.append(f"| {' | '.join(words)} |")
    return "\n".join(lines) + "\n"


def _whose(model: type) -> str:
    if not issubclass(model, TenantModel):
        return "everybody reads" if getattr(model, "reference", False) else "log-in side"
    readers = {
        "the person": model.person_path,
        "the partner": model.partner_path,
        "the public": model.public_rows,
        "roll-up": model.rollup_rows,
    }
    also = [word for word, given in readers.items() if given]
    return (
        "organization"
        + (f"; read by {', '.join(also)}" if also else "")
        + ("; append-only" if model.append_only else "")
    )
