"""write_docs: docs/reference anew."""

from typing import Any

from django.core.management.base import BaseCommand

from kayoi.config.reference import FOLDER, pages


class Command(BaseCommand):
    help = "Write the generated pages of docs/reference."

    def handle(self, *args: Any, **options: Any) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, text in pages().items():
            (FOLDER / name).write_text(text, encoding="utf-8")
            self.stdout.write(f"docs/reference/{name}")
