"""What several tests of the public door need."""

from datetime import date, datetime
from typing import Any

from kayoi.engines.openings.services import OpeningFields
from kayoi.engines.rulesets.models import Ruleset, Version
from kayoi.engines.rulesets.states import VersionStatus
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.programmes.consultations import services as consultations
from kayoi.programmes.consultations.models import Question
from kayoi.programmes.consultations.tests.factories import make_question
from tests.cast import actor_of
from tests.clock import NOW

WORDS: OpeningFields = {
    "title": "移住の相談",
    "title_en": "Ask about living here",
    "summary": "平日に職員がお答えします。",
    "summary_en": "Our staff answers on working days.",
}

NOT_BODY = {"key", "from", "until", "adopted", "cases"}


def open_desk(town: Organization, *, at: datetime = NOW) -> None:
    """Let a town take questions."""
    with scope.of_organization(town.pk):
        consultations.publish_desk(organization=town, fields=WORDS, path=f"/{town.slug}/ask/", by=VISITOR, at=at)


def ask(town: Organization, person: Person | None = None, *, at: datetime = NOW, **asked: Any) -> Question:
    """Ask a town, as a person with a log-in or as a visitor."""
    who: dict[str, Any] = {"fields": {"name": person.name if person else "", "email": "hana@example.jp"}}
    by = actor_of(person) if person else VISITOR
    with scope.of_organization(town.pk):
        return make_question(town, at=at, who=who | {"person": person}, by=by, **asked)


def adopt(town: Organization, *rulesets: dict[str, Any], status: VersionStatus = VersionStatus.ADOPTED) -> None:
    """Let a town have rulesets, each as its file (docs/reference/rulesets.md), all their versions in one state."""
    with scope.of_organization(town.pk):
        rows = Ruleset.objects.bulk_create(
            Ruleset(
                key=one["key"], kind=one["kind"], title=words(one["title"]), summary=words(one.get("summary")),
                facts=one.get("facts", []), places=one.get("places", {}),
            )
            for one in rulesets
        )  # fmt: skip
        Version.objects.bulk_create(
            Version(
                ruleset=row, key=version["key"], starts_on=version.get("from"), last_on=version.get("until"),
                body={key: part for key, part in version.items() if key not in NOT_BODY},
                status=status, ordinance="架空町支援要綱", ordinance_number="告示第1号", adopted_on=date(2026, 3, 1),
                fingerprint="0" * 64,
            )
            for row, one in zip(rows, rulesets, strict=True)
            for version in one["versions"]
        )  # fmt: skip


def words(text: Any) -> dict[str, str]:
    """Return a text as a row keeps it."""
    return {"ja": text} if isinstance(text, str) else text or {}
