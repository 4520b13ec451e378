"""renew_listings: make the public copies of all houses anew, of all organizations or of one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.programmes.homes.models import Home
from kayoi.programmes.homes.services import renew_listing
from kayoi.programmes.homes.states.houses import SHOWN


class Command(BaseCommand):
    help = "公開中の空き家の掲載を、いまの記録から作り直します(項目や絞り込みが増えたとき)。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organization", default="", help="この団体だけ(URLの名前。例: ina)")

    def handle(self, *args: Any, organization: str, **options: Any) -> None:
        rows = Organization.objects.order_by("pk")
        chosen = list(rows.filter(slug=organization) if organization else rows)
        if not chosen:
            raise CommandError(f"団体がありません: {organization}")
        for one in chosen:
            with scope.of_organization(one.pk):
                homes = list(Home.objects.filter(status__in=SHOWN))
                for home in homes:
                    renew_listing(home=home, by=system("renew_listings"), at=timezone.now())
            self.stdout.write(f"{one.name}: {len(homes)}件")
