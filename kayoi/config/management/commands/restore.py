"""restore FOLDER: an empty installation from a back-up."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from kayoi.config.backup import BackupFailed, restore


class Command(BaseCommand):
    help = "Fill an empty installation from a folder that back_up wrote."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            restore(folder)
        except BackupFailed as failed:
            raise CommandError(str(failed)) from failed
        call_command("migrate", verbosity=0)
        self.stdout.write("戻しました。manage.py verify で確かめてください。")
