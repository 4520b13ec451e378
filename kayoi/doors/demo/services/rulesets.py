"""What the demonstration has of rulesets: the samples of data/rulesets, and in Ina its own put into force."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q

from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.engines.rulesets import services
from kayoi.engines.rulesets.models import Version
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date

FOLDER: Final = settings.ROOT / "data" / "rulesets"
# Numbers of ordinances are invented, and say so.
ORDINANCE = "{title}交付要綱(架空)"
NUMBER = "告示第{number}号(架空)"


# What towns have put into force beside their own: the files by name.
NATIONAL: Final = {
    "ina": ("ijushienkin",),
    "sado": ("ijushienkin",),
    "yokoze": ("ijushienkin-30man",),
}


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Load all rulesets into Ina as samples; its own, and here and there the nation's, are in force (要件のデモ)."""
    files = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
    national = [files[name] for name in NATIONAL.get(town.slug, ())]
    loaded = list(files.values()) if town.slug == "ina" else national
    if not loaded:
        return
    actors = {member.role: actor_of(member) for member in staff}
    head = actors["section_head"]
    writer = actors.get("officer", by)
    pack = {"format": 1, "pack": "demo", "title": "見本", "rulesets": loaded}
    services.load_pack(data=pack, sample=True, by=writer, at=at - timedelta(days=60))
    adopted_at = at - timedelta(days=30)
    wanted = Q(ruleset__publisher=town.name) | Q(ruleset__key__in=[one["key"] for one in national])
    for number, version in enumerate(Version.objects.filter(wanted).select_related("ruleset").order_by("pk"), start=1):
        services.propose_version(version=version, by=writer, at=adopted_at)
        ordinance = services.Ordinance(
            ORDINANCE.format(title=version.ruleset), NUMBER.format(number=number),
            version.starts_on or local_date(adopted_at),
        )  # fmt: skip
        services.adopt_version(version=version, ordinance=ordinance, by=head, at=adopted_at)
