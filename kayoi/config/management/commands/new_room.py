"""new_room: a new app from the skeleton, placed in the contracts and the settings."""

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

ROOT = Path(__file__).resolve().parents[4]
FLOORS = ("foundation", "engines", "programmes", "strategy", "doors")
SKELETON = {
    "__init__.py": '"""What it is, in one sentence.\n\nFor whom. It is not …\n"""\n',
    "apps.py": (
        "from django.apps import AppConfig\n\n\n"
        'class {Name}Config(AppConfig):\n    name = "kayoi.{floor}.{name}"\n    label = "{name}"\n'
        '    verbose_name = "{name}"\n'
    ),
    "states.py": '"""Words, permissions and transitions of {name}."""\n',
    "rules.py": '"""Decisions of {name} on plain values."""\n',
    "models.py": '"""Rows of {name}."""\n',
    "selectors.py": '"""Reads of {name}."""\n',
    "services.py": '"""Changes of {name}."""\n',
    "migrations/__init__.py": "",
    "tests/__init__.py": "",
    "tests/examples.py": (
        '"""Arguments of every URL name, for the walk."""\n\nfrom tests.world import Example\n\n'
        "EXAMPLES: dict[str, Example] = {{}}\n"
    ),
}


class Command(BaseCommand):
    help = "Make a new room: folder, file kinds, entry in INSTALLED_APPS and in the import contracts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("floor", choices=FLOORS)
        parser.add_argument("name")

    def handle(self, *args: Any, floor: str, name: str, **options: Any) -> None:
        if not re.fullmatch(r"[a-z][a-z_]*", name):
            raise CommandError("A room has a name of small letters, such as stays.")
        folder = ROOT / "kayoi" / floor / name
        if folder.exists():
            raise CommandError(f"{folder.relative_to(ROOT)} is there already.")
        for file, text in SKELETON.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.format(name=name, floor=floor, Name=name.title().replace("_", "")), encoding="utf-8")
        self._place(floor, name)
        self.stdout.write(f"kayoi/{floor}/{name} is there. Next: docs/how-to/add-a-room.md")

    def _place(self, floor: str, name: str) -> None:
        """Add the room to the settings, and beside the last room of its floor in the contracts."""
        settings = ROOT / "kayoi" / "config" / "settings.py"
        text = settings.read_text(encoding="utf-8")
        last = [m.end() for m in re.finditer(rf'    "kayoi\.{floor}\.\w+",\n', text)]
        if not last:
            raise CommandError(f"No room of {floor} in INSTALLED_APPS; add kayoi.{floor}.{name} by hand.")
        settings.write_text(f'{text[: last[-1]]}    "kayoi.{floor}.{name}",\n{text[last[-1] :]}', encoding="utf-8")
        project = ROOT / "pyproject.toml"
        text = project.read_text(encoding="utf-8")
        contract = re.search(rf'containers = \["kayoi\.{floor}"\]\nlayers = \["', text)
        if contract is None:
            raise CommandError(f"No contract for the rooms of {floor} in pyproject.toml.")
        project.write_text(f"{text[: contract.end()]}{name} | {text[contract.end() :]}", encoding="utf-8")
