"""open_operator: the operator of an installation and the invitation of its first member."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from kayoi.foundation.identity.services import invite_member, open_organization
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import OrganizationKind
from kayoi.kit.actor import system


class Command(BaseCommand):
    help = "Make the operator organization if there is none, and print an invitation for a member of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", default="運営者")

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        if "@" not in email:
            raise CommandError("メールアドレスを書いてください。")
        by, at = system("config.open_operator"), timezone.now()
        operator = Organization.objects.filter(kind=OrganizationKind.OPERATOR).first()
        if operator is None:
            fields = {"slug": "kayoi-operator", "kind": OrganizationKind.OPERATOR, "name": "運営者"}
            operator = open_organization(fields=fields, by=by, at=at)
        with scope.of_organization(operator.pk):
            _, token = invite_member(email=email, name=name, title="", role="operator", by=by, at=at)
        path = reverse("identity:invitation", kwargs={"token": token})
        self.stdout.write(f"7日のうちに開いてください: {settings.CANONICAL_URL}{path}")
