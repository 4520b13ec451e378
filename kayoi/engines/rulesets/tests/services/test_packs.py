"""Rulesets come in from files and go out as the same files."""

import pytest

from kayoi.engines.rulesets import services
from kayoi.engines.rulesets.models import Ruleset, Version
from kayoi.engines.rulesets.rules.reading_parts import BadRuleset
from kayoi.engines.rulesets.selectors import adopted_rules, as_file
from kayoi.engines.rulesets.tests.factories import HOUSE, house, make_adopted
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from tests.cast import Member
from tests.clock import NOW

pytestmark = pytest.mark.django_db


def load(officer: Member, data: object, *, sample: bool = True) -> services.Loaded:
    return services.load_pack(data=data, sample=sample, by=officer.actor, at=NOW)


@pytest.mark.usefixtures("in_ina")
def test_file_comes_out_as_it_went_in(officer: Member) -> None:
    loaded = load(officer, house())
    version = Version.objects.get()
    assert (loaded.added, version.shown_as_sample, version.status) == (1, True, "draft")
    assert as_file(loaded.rulesets[0], [version]) == HOUSE
    assert list(as_file(loaded.rulesets[0], [version])["places"]) == ["zone", "area"], "their order matters"


@pytest.mark.usefixtures("in_ina")
def test_file_that_is_adopted_elsewhere_is_not_in_force_here(officer: Member) -> None:
    load(officer, house(adopted={"ordinance": "要綱", "number": "第1号", "on": "2025-03-01"}))
    version = Version.objects.get()
    assert (version.status, version.ordinance, version.ordinance_number) == ("draft", "要綱", "第1号")
    assert "adopted" not in as_file(version.ruleset, [version])["versions"][0]


@pytest.mark.usefixtures("in_ina")
def test_pack_keeps_out_what_this_room_does_not_know(officer: Member) -> None:
    pack = {"format": 1, "pack": "town", "title": "町の制度", "rulesets": [house()], "procedures": [{}], "letters": []}
    assert load(officer, pack).left_out == ("procedures",)
    with pytest.raises(BadRuleset, match=r"^rulesets\[0\].versions\[0\].anchor: 'nowhere' is not"):
        load(officer, pack | {"rulesets": [house(key="2026", anchor="nowhere")]})
    with pytest.raises(BadRuleset, match=r"^file: expected an object"):
        load(officer, ["no", "pack"])


@pytest.mark.usefixtures("in_ina")
def test_second_time_only_new_versions_come_in(officer: Member) -> None:
    load(officer, house())
    again = load(officer, house() | {"versions": [*house()["versions"], *house(key="2026")["versions"]]})
    assert (again.added, again.kept) == (1, ("住宅新築支援金 2025",))
    assert Ruleset.objects.count() == 1
    other = house(key="2027")
    other["places"]["zone"]["prefectures"] = ["11"]
    with pytest.raises(services.UnableToEdit) as refused:
        load(officer, other)
    assert [reason.params["name"] for reason in refused.value.verdict.reasons] == ["zone"]


def test_public_reads_what_is_in_force_across_towns(ina: Organization, sado: Organization, head: Member) -> None:
    with scope.of_organization(ina.pk):
        make_adopted(adopter=head.actor)
        services.load_pack(data=house(key="2026"), sample=True, by=head.actor, at=NOW)
    with scope.of_organization(sado.pk):
        services.load_pack(data=house(), sample=True, by=head.actor, at=NOW)
    with scope.of_public():
        ((row, rules),) = adopted_rules()
        assert (row.organization.slug, [version.key for version in rules.versions]) == ("ina", ["2025"])
