"""back_up FOLDER: database and uploads."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kayoi.config.backup import BackupFailed, back_up


class Command(BaseCommand):
    help = "Write database and uploads into a new folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            size = back_up(folder)
        except BackupFailed as failed:
            raise CommandError(str(failed)) from failed
        self.stdout.write(f"{folder} に控えました({size / 1e6:.1f} MB)。")
