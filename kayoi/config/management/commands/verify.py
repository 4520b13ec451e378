"""verify: a line for each check; ends with 1 when one fails."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from kayoi.config.verification import verify
from kayoi.kit.dates import local_date


class Command(BaseCommand):
    help = "Check what constraints cannot say. Read-only. Ends with 1 when a check fails."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = 0
        for outcome in verify(on=local_date(timezone.now())):
            failed += outcome.unsound > 0
            word = "よし" if outcome.unsound == 0 else f"だめ({outcome.unsound}件)"
            self.stdout.write(f"{word}  {outcome.label}")
        if failed:
            self.stderr.write(f"{failed}つの点検で、合わない行がありました。")
            sys.exit(1)
