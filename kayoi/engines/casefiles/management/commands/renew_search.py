"""renew_search: write the search keys of case files anew, of all organizations or of one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kayoi.engines.casefiles.services import renew_search
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system


class Command(BaseCommand):
    help = "Write the search keys of all case files anew, as after an upgrade that changes how names are found."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organization", default="", help="Only this one (its name in addresses, such as ina).")

    def handle(self, *args: Any, organization: str, **options: Any) -> None:
        rows = Organization.objects.order_by("pk")
        chosen = list(rows.filter(slug=organization) if organization else rows)
        if not chosen:
            raise CommandError(f"There is no organization {organization}.")
        for one in chosen:
            with scope.of_organization(one.pk):
                count = renew_search(organization=one, by=system("renew_search"), at=timezone.now())
            self.stdout.write(f"{one.name}: {count}件の個票の検索キーを作り直しました。")
