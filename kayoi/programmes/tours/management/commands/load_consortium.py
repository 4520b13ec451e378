"""load_consortium: open consortia of the casebook as organizations."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.programmes.tours.rules.profiles import profile_of
from kayoi.programmes.tours.selectors.published import consortia
from kayoi.programmes.tours.services.profiles import open_profile

FIRST_DAY = timedelta(days=60)


class Command(BaseCommand):
    help = "事例集の団体(1〜44)を、協議会として開きます。開いてある団体は、そのままです。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("numbers", nargs="*", type=int, help="一覧の番号。書かなければ44団体すべて")

    def handle(self, *args: Any, numbers: list[int], **options: Any) -> None:
        cases = [case for case in consortia() if not numbers or case.number in numbers]
        if unknown := set(numbers) - {case.number for case in cases}:
            raise CommandError(f"一覧にない番号です: {', '.join(map(str, sorted(unknown)))}")
        now = timezone.now()
        for case in cases:
            made = open_profile(
                profile=profile_of(case), first_day=local_date(now) + FIRST_DAY, by=system("load_consortium"), at=now
            )
            self.stdout.write(f"{case.number:>2} {made.slug} {made.name}")
