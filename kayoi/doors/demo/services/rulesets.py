"""What the demonstration has of rulesets: the samples of data/rulesets, and in Ina its own put into force."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from kayoi.engines.rulesets import services
from kayoi.engines.rulesets.models import Version
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor, ActorKind
from kayoi.kit.dates import local_date

FOLDER: Final = settings.ROOT / "data" / "rulesets"
# Numbers of ordinances are invented, and say so.
ORDINANCE = "{title}交付要綱(架空)"
NUMBER = "告示第{number}号(架空)"


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Load all rulesets into Ina as samples; its own are proposed by one and adopted by another (要件のデモ)."""
    if town.slug != "ina":
        return
    writer = next(_actor(member) for member in staff if member.role == "officer")
    head = next(_actor(member) for member in staff if member.role == "section_head")
    files = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]
    pack = {"format": 1, "pack": "demo", "title": "見本", "rulesets": files}
    services.load_pack(data=pack, sample=True, by=writer, at=at - timedelta(days=60))
    adopted_at = at - timedelta(days=30)
    own = Version.objects.filter(ruleset__publisher=town.name).select_related("ruleset").order_by("pk")
    for number, version in enumerate(own, start=1):
        services.propose_version(version=version, by=writer, at=adopted_at)
        ordinance = services.Ordinance(
            ORDINANCE.format(title=version.ruleset), NUMBER.format(number=number),
            version.starts_on or local_date(adopted_at),
        )  # fmt: skip
        services.adopt_version(version=version, ordinance=ordinance, by=head, at=adopted_at)


def _actor(member: Membership) -> Actor:
    permissions = settings.KAYOI_STAFF_ROLES[member.role].permissions
    return Actor(ActorKind.STAFF, member.name, user_id=member.user_id, membership_id=member.pk, permissions=permissions)
