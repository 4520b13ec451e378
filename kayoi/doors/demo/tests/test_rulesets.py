"""The demonstration: samples in Ina, its own rules and here and there the nation's in force."""

from datetime import datetime

from kayoi.doors.demo.services import rulesets
from kayoi.engines.rulesets.models import Version
from kayoi.engines.rulesets.states import VersionStatus
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from tests.cast import Member


def adopted() -> set[str]:
    rows = Version.objects.filter(status=VersionStatus.ADOPTED)
    return set(rows.values_list("ruleset__key", flat=True))


def test_ina_has_samples_its_own_and_the_nations(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    staff = [officer.membership, head.membership]
    rulesets.fill(town=in_ina, staff=staff, by=system("demo.load"), at=at)
    assert {"ina-settling", "ina-trial-house", "ijushienkin"} <= adopted()
    assert "oyama-home" not in adopted()
    assert Version.objects.filter(ruleset__key="oyama-home", is_sample=True).exists()


def test_another_town_has_only_the_nations(sado: Organization, sado_officer: Member, at: datetime) -> None:
    with scope.of_organization(sado.pk):
        rulesets.fill(town=sado, staff=[sado_officer.membership], by=system("demo.load"), at=at)
        assert set(Version.objects.values_list("ruleset__key", flat=True)) == adopted() == {"ijushienkin"}
