"""load_places: load prefectures, municipalities, figures and maps from data/places."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kayoi.foundation.places import services
from kayoi.kit.actor import system


class Command(BaseCommand):
    help = "地域のデータ(data/places)を取り込みます。前回と同じデータなら何もしません。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=services.DATA, help="データのフォルダ")

    def handle(self, *args: Any, folder: Path, verbosity: int, **options: Any) -> None:
        begun = time.monotonic()
        try:
            report = services.load_places(folder=folder, by=system("load_places"), at=timezone.now())
        except services.UnableToLoadPlaces as unable:
            shown = "\n".join(f"  - {problem}" for problem in unable.problems[:20])
            raise CommandError(f"地域のデータを取り込めませんでした。何も変更していません。\n{shown}") from None
        if verbosity > 0:
            self._tell(report, time.monotonic() - begun)

    def _tell(self, report: services.LoadReport, seconds: float) -> None:
        if not report.changed:
            self.stdout.write(f"前回と同じデータなので、何も変更していません({seconds:.1f}秒)。")
            return
        self.stdout.write("直したところ")
        for line in report.repairs:
            self.stdout.write(f"  - {line}")
        self.stdout.write("件数")
        for name, count in report.counts.items():
            self.stdout.write(f"  {count:>9,}  {name}")
        self.stdout.write("検算(期待 = 実際)")
        for check in report.checks:
            self.stdout.write(f"  {'○' if check.passed else '×'} {check.what}: {check.expected} = {check.found}")
        self.stdout.write(f"取り込みました({seconds:.1f}秒)。")
