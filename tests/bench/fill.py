"""Fill Ina with 100,000 case files and what belongs to them; or only with callers, houses, budget lines, units."""

import random
import sys
from datetime import timedelta
from typing import Any

import django

from tests.bench.callers import fill_callers
from tests.bench.ledger.sides import fill_kayoi
from tests.bench.listings import fill_listings
from tests.bench.reservations.fill import fill_reservations
from tests.bench.ties import fill_ties

FILES = 100_000
CHUNK = 2_000


def fill(files: int) -> None:
    """Write the rows in bulk; what the services would compute is computed by their own functions."""
    from kayoi.engines.casefiles.models import CaseFile
    from kayoi.engines.followups.models import FollowUp
    from kayoi.foundation.tenancy import scope
    from kayoi.foundation.tenancy.models import Organization

    chance = random.Random(1)
    ina = Organization.objects.get(slug="ina")
    for start in range(0, files, CHUNK):
        with scope.of_organization(ina.pk):
            made = CaseFile.objects.bulk_create(_case_file(number, chance) for number in range(start, start + CHUNK))
            _happenings(made, chance)
    with scope.of_organization(ina.pk):
        sys.stdout.write(f"{CaseFile.objects.count()} case files, {FollowUp.objects.open().count()} open follow-ups\n")


def _case_file(number: int, chance: random.Random) -> Any:
    from django.utils import timezone

    from kayoi.doors.demo.services.stories import GIVEN, SURNAMES
    from kayoi.engines.casefiles.models import CaseFile
    from kayoi.engines.casefiles.services.files import _keys

    (surname, surname_kana), (given, given_kana) = chance.choice(SURNAMES), chance.choice(GIVEN)
    opened = timezone.now() - timedelta(minutes=chance.randint(0, 900_000))
    file = CaseFile(
        number=f"B-{number:07d}",
        name=f"{surname} {given}",
        kana=f"{surname_kana} {given_kana}",
        phone=f"090-{number // 10_000:04d}-{number % 10_000:04d}",
        email=f"n{number}@example.jp",
        opened_at=opened,
        touched_at=opened,
    )
    for key, value in _keys(file).items():
        setattr(file, key, value)
    return file


def _happenings(files: list[Any], chance: random.Random) -> None:
    """Give each file a question, a follow-up (one in twenty is open) and an engagement."""
    from kayoi.engines.casefiles.models import Engagement, EngagementKind
    from kayoi.engines.followups.models import FollowUp
    from kayoi.kit.dates import local_date
    from kayoi.programmes.consultations.models import Question

    questions = Question.objects.bulk_create(
        Question(
            case_file=file,
            receipt=f"B{file.pk:011d}",
            text="雪はどのくらい積もりますか。",
            channel="portal",
            asked_at=file.opened_at,
            due_on=local_date(file.opened_at),
            status="answered",
        )
        for file in files
    )
    FollowUp.objects.bulk_create(
        FollowUp(
            case_file=file,
            title="電話する",
            made_at=file.opened_at,
            due_on=local_date(file.opened_at) + timedelta(days=7),
            status="open" if chance.random() < 0.05 else "done",
        )
        for file in files
    )
    kinds = EngagementKind.objects.in_bulk(["question", "answer"])
    Engagement.objects.bulk_create(
        Engagement(
            case_file_id=question.case_file_id,
            kind=kinds[kind],
            occurred_at=question.asked_at + timedelta(hours=hours),
            unit=kinds[kind].unit,
            cause=Question._meta.label,
            reference=str(question.pk),
        )
        for question in questions
        for kind, hours in (("question", 0), ("answer", chance.randint(1, 400)))
    )


if __name__ == "__main__":
    from django.core.management import call_command

    from kayoi.config import database

    database.ensure_running()
    django.setup()

    for command in ("migrate", "load_places", "load_demo"):
        call_command(command, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    what, count = (*sys.argv[1:], "town", str(FILES))[:2]
    fills = {
        "callers": fill_callers, "listings": fill_listings, "ledger": fill_kayoi, "reservations": fill_reservations,
        "ties": fill_ties,
    }  # fmt: skip
    fills.get(what, fill)(int(count))
