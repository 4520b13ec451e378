"""load_demo: the demonstration, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kayoi.doors.demo.services import load_demo
from kayoi.kit.actor import system


class Command(BaseCommand):
    help = "Load the demonstration: invented people in real towns. Only with KAYOI_DEMO=1."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("デモは KAYOI_DEMO=1 のときだけ入れられます。")
        loaded = load_demo(by=system("demo.load"), at=timezone.now())
        self.stdout.write("デモを入れました。" if loaded else "デモはすでに入っています。")
