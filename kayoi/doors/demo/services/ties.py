"""People of Ina who come again and again, less than before, or anew; a round to a register, ready to be looked at."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel, ConsentPurpose, HouseholdType
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.programmes.furusato.models import Registration
from kayoi.programmes.rounds import services as rounds
from kayoi.programmes.rounds.forms import STANDARD
from kayoi.programmes.rounds.rules import Criteria
from kayoi.programmes.rounds.states import Purpose

# How many days ago somebody used a place of the town, one line a person.
DAYS_AGO: Final[tuple[Sequence[int], ...]] = (
    tuple(range(12, 360, 26)),
    tuple(range(5, 360, 24)),
    tuple(range(20, 700, 50)),
    (30, 90, 150, 210, 270),
    (15, 60, 100, 480),
    (40, 41, 500, 530, 560),
    (25, 110),
    (70, 180, 181),
    tuple(range(380, 700, 60)),
    (420, 600),
    (390,),
)


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Let people of Ina use places of the town, and write a round to its second citizens."""
    if town.slug != "ina":
        return
    # The person of the demonstration first, so that their own page shows something.
    files = CaseFile.objects.without_search().roots().of_desk().filter(bodies=None).order_by("person", "pk")
    for file, days_ago in zip(files, DAYS_AGO, strict=False):
        for days in sorted(days_ago, reverse=True):
            moment = at - timedelta(days=days)
            casefiles.add_engagement(
                file=file, kind="place_used", occurred_at=moment, channel=Channel.COUNTER, by=by, at=moment
            )
    _round(by=by, at=at)


def _round(*, by: Actor, at: datetime) -> None:
    rows = list(Registration.objects.filter(status="registered", register__step=1).select_related("case_file"))
    for row in rows:
        file = row.case_file
        casefiles.give_consent(
            file=file, purpose=ConsentPurpose.NEWS, channel=Channel.PORTAL, given_at=at, by=by, at=at
        )
        casefiles.change_case_file(
            file=file, changes={"household_type": HouseholdType.FAMILY}, version=file.version, by=by, at=at
        )
    if not rows:
        return
    subject, body, subject_en, body_en = STANDARD[Purpose.NEWS]
    criteria = Criteria(
        registers=(str(rows[0].register_id),), with_children=True, did=("registration",), did_within_months=12
    )
    fields: rounds.RoundFields = {
        "title": "第2町民のご家族への便り", "purpose": Purpose.NEWS, "criteria": criteria.as_data(), "source": "",
        "subject": subject, "body": body, "subject_en": subject_en, "body_en": body_en,
    }  # fmt: skip
    rounds.make_round(fields=fields, by=by, at=at)
