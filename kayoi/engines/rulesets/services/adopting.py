"""Put a version into force: proposed by one, adopted by another; what is in force changes no more."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from kayoi.engines.rulesets.models import Ruleset, Version
from kayoi.engines.rulesets.rules.freezing import fingerprint
from kayoi.engines.rulesets.rules.proving import ended_by, may_adopt, may_end, may_propose, prove
from kayoi.engines.rulesets.selectors import adopted, as_file, rules_of
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Refused


class UnableToAdopt(Refused):
    """Its cases do not hold, the same person proposed it, or its days are another version's."""


@dataclass(frozen=True)
class Ordinance:
    """By what a town puts a version into force (要綱の名称・番号・日付)."""

    ordinance: str
    ordinance_number: str
    adopted_on: date


def _lock(version: Version) -> Version:
    """Lock the ruleset first, so that two of its versions are not put into force at once."""
    Ruleset.objects.select_for_update().get(pk=version.ruleset_id)
    return Version.objects.select_for_update(of=("self",)).select_related("ruleset").get(pk=version.pk)


@transaction.atomic
def propose_version(*, version: Version, by: Actor, at: datetime) -> None:
    """Hand a draft to a second person (確認に出す). Raises UnableToAdopt unless all its cases hold."""
    locked = _lock(version)
    rules = rules_of(locked.ruleset, [locked])
    answer = may_propose(prove(rules, rules.versions[0]))
    if answer.refused:
        raise UnableToAdopt(answer)
    also = {"proposed_by_id": by.membership_id, "is_sample": False}
    audit.move(locked, "propose", by=by, at=at, also=also)
    version.refresh_from_db()


@transaction.atomic
def give_version_back(*, version: Version, why: str, by: Actor, at: datetime) -> None:
    """Give a proposed version back to be written on (差し戻す)."""
    audit.move(_lock(version), "give_back", by=by, at=at, why=why)
    version.refresh_from_db()


@transaction.atomic
def withdraw_version(*, version: Version, why: str, by: Actor, at: datetime) -> None:
    """Give a draft up (取りやめる)."""
    audit.move(_lock(version), "withdraw", by=by, at=at, why=why)
    version.refresh_from_db()


@transaction.atomic
def adopt_version(*, version: Version, ordinance: Ordinance, by: Actor, at: datetime) -> None:
    """Put a proposed version into force by its ordinance (施行する); an open-ended former one ends the day before.

    Raises UnableToAdopt with all reasons.
    """
    locked = _lock(version)
    others = list(adopted().filter(ruleset=locked.ruleset))
    rules = rules_of(locked.ruleset, [*others, locked])
    read = {one.key: one for one in rules.versions}
    own, formers = read[locked.key], [read[row.key] for row in others]
    answer = may_adopt(prove(rules, own), own, formers, adopter=by.membership_id, proposer=locked.proposed_by_id)
    if answer.refused:
        raise UnableToAdopt(answer)
    for row, former in zip(others, formers, strict=True):
        last_on = ended_by(former, own)
        if last_on is not None:
            audit.change(row, {"last_on": last_on}, version=row.version, by=by, at=at, why=f"{locked.key} の施行")
    also = asdict(ordinance) | {
        "adopted_by_id": by.membership_id,
        "fingerprint": fingerprint(as_file(locked.ruleset, [locked])),
    }
    audit.move(locked, "adopt", by=by, at=at, also=also)
    version.refresh_from_db()


@transaction.atomic
def end_version(*, version: Version, last_on: date, by: Actor, at: datetime) -> None:
    """Say up to which day a version in force applies (適用の終わりを決める); what it says stays.

    Raises UnableToAdopt where that is no day of it.
    """
    locked = _lock(version)
    answer = may_end(locked.status, locked.starts_on, last_on)
    if answer.refused:
        raise UnableToAdopt(answer)
    audit.change(locked, {"last_on": last_on}, version=locked.version, by=by, at=at)
    version.refresh_from_db()
