"""Procedures come in from files with their rulesets, all or nothing, and go out as the same files."""

import csv
import json
from copy import deepcopy
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from kayoi.engines.procedures import services
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.rules.packs import TERMS
from kayoi.engines.procedures.selectors.packs import pack_of
from kayoi.engines.procedures.services import LoadedPack
from kayoi.engines.procedures.states import Loading
from kayoi.engines.procedures.tests.factories import BODY, make_procedure
from kayoi.engines.rulesets.models import Ruleset, Version
from kayoi.engines.rulesets.rules.reading_parts import BadRuleset
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from tests.cast import Member
from tests.clock import NOW

pytestmark = pytest.mark.django_db

CASE = {"name": "何も分からない", "facts": {}, "verdict": "unknown"}
PACK: dict[str, Any] = {
    "format": 1,
    "pack": "settling",
    "title": "定住補助金",
    "rulesets": [
        {
            "format": 1, "key": "settling-grant", "kind": "grant", "title": {"ja": "定住補助金"},
            "versions": [
                {"key": "2026", "from": "2026-04-01", **BODY, "cases": [CASE]}
            ],
        }
    ],
    "procedures": [
        {
            "key": "settling", "kind": "grant", "title": {"ja": "定住補助金", "en": "Settling grant"},
            "summary": "架空市の補助金です。", "ruleset": "settling-grant", "from": "2026-04-01", "until": "2027-01-31",
            "season": {"first": 4, "last": 1}, "days_needed": 20,
            "conditions": ["5年住むこと。", "変更は先に届け出ること。"],
            "questions": [{"key": "own.why", "type": "text", "label": {"ja": "選んだ理由", "en": "Why here"}}],
            "documents": [
                {"code": "residence", "label": "住民票の写し", "valid_months": 3, "proves": ["applicant.born_on"]},
                {"code": "estimate", "label": "見積書の写し", "is_needed": False, "least_pages": 2},
            ],
            "letters": {
                "approved": {"title": "定住補助金交付決定通知書", "opening": "要綱により{{ amount }}を交付します。"},
                "refused": {"closing": "再度の申請は妨げません。"},
            },
            "limits": {"officer": 500000, "section_head": None},
            "steps": ["officer", "section_head"],
        }
    ],
}  # fmt: skip


def load(by: Member, data: Any, *, sample: bool = True, at: datetime = NOW) -> LoadedPack:
    return services.load_pack(
        data=data, sample=sample, roles=["officer", "section_head"], taken={"status"}, by=by.actor, at=at
    )


def changed(at: str, value: Any) -> dict[str, Any]:
    """Return the pack with one value put in another's place: procedures.0.key."""
    data, way = deepcopy(PACK), [int(step) if step.isdigit() else step for step in at.split(".")]
    part: Any = data
    for step in way[:-1]:
        part = part[step]
    if isinstance(part, list) and way[-1] == len(part):
        part.append(value)
    else:
        part[way[-1]] = value
    return data


def refusals() -> list[dict[str, str]]:
    with (Path(__file__).parent.parent / "cases" / "packs.csv").open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.usefixtures("in_ina")
@pytest.mark.parametrize("row", refusals(), ids=lambda row: row["note"])
def test_a_bad_file_is_refused_with_its_place_and_nothing_is_kept(officer: Member, row: dict[str, str]) -> None:
    with pytest.raises(BadRuleset) as refused:
        load(officer, changed(row["at"], json.loads(row["value"])))
    assert str(refused.value) == row["refusal"]
    assert not Ruleset.objects.exists()
    assert not Procedure.objects.exists()


def test_a_file_comes_out_of_another_town_as_it_went_in(
    officer: Member, sado_officer: Member, ina: Organization, sado: Organization
) -> None:
    with scope.of_organization(ina.pk):
        (first,) = load(officer, PACK).procedures
        handed_out = json.loads(json.dumps(pack_of(first.procedure)))
    assert handed_out == PACK
    with scope.of_organization(sado.pk):
        (second,) = load(sado_officer, handed_out, sample=False).procedures
        assert pack_of(second.procedure) == handed_out


def test_what_was_adopted_and_published_comes_in_as_a_draft(
    officer: Member, ina: Organization, sado: Organization
) -> None:
    with scope.of_organization(ina.pk):
        handed_out = pack_of(make_procedure(at=NOW))
    assert handed_out["rulesets"][0]["versions"][0]["adopted"]["number"] == "告示第1号"
    with scope.of_organization(sado.pk):
        (there,) = load(officer, handed_out, sample=False).procedures
        assert there.procedure.status == "draft"
        assert Version.objects.get().status == "draft"
        again = pack_of(there.procedure)
        del handed_out["rulesets"][0]["versions"][0]["adopted"]
        assert again == handed_out
        with pytest.raises(services.UnableToPublish, match="rules_not_adopted"):
            services.publish_procedure(procedure=there.procedure, by=officer.actor, at=NOW)


@pytest.mark.usefixtures("in_ina")
def test_a_second_time_a_draft_follows_and_what_was_published_says_what_differs(officer: Member, head: Member) -> None:
    (one,) = load(officer, PACK).procedures
    assert (one.how, one.procedure.shown_as_sample) == (Loading.MADE, True)
    (one,) = load(officer, PACK).procedures
    assert (one.how, one.unlike) == (Loading.SAME, ())
    later = changed("procedures.0.until", "2027-02-28")
    (one,) = load(officer, later).procedures
    assert (one.how, one.unlike) == (Loading.CHANGED, ("受付の終わりの翌日",))
    assert one.procedure.closes_before == date(2027, 3, 1)
    assert Procedure.objects.count() == 1
    Version.objects.update(
        status="adopted", ordinance="要綱", ordinance_number="1", adopted_on=date(2026, 4, 1), fingerprint="0"
    )
    services.publish_procedure(procedure=one.procedure, by=head.actor, at=NOW)
    loaded = load(officer, changed("rulesets.0.versions.0.cases", []))
    (one,) = loaded.procedures
    assert (one.how, one.unlike) == (Loading.KEPT, ("受付の終わりの翌日",))
    assert Procedure.objects.get().closes_before == date(2027, 3, 1)
    assert loaded.rulesets.kept == ("定住補助金 2026(ファイルと内容が違います)",)


@pytest.mark.usefixtures("in_ina")
def test_whoever_writes_on_a_sample_makes_it_the_towns_own(officer: Member) -> None:
    (one,) = load(officer, PACK).procedures
    services.change_procedure(
        procedure=one.procedure, changes={"title": "わが町の補助金"}, version=1, by=officer.actor, at=NOW
    )
    assert not one.procedure.shown_as_sample


@pytest.mark.usefixtures("in_ina")
def test_a_procedure_may_stand_on_a_ruleset_of_the_town_or_on_none(officer: Member) -> None:
    load(officer, PACK)
    data = changed("rulesets", [])
    data["procedures"] = [
        data["procedures"][0] | {"key": "second"},
        {"key": "third", "kind": "registration", "title": "届出"},
    ]
    second, third = load(officer, data).procedures
    assert second.procedure.ruleset == Ruleset.objects.get()
    assert (third.procedure.ruleset, third.procedure.days_needed) == (None, 30)


PACKS = sorted((settings.ROOT / "data" / "packs").glob("*.json"))


@pytest.mark.usefixtures("in_ina")
@pytest.mark.parametrize("file", PACKS, ids=lambda file: file.stem)
def test_the_packs_that_come_with_the_platform(officer: Member, file: Path) -> None:
    data = json.loads(file.read_text(encoding="utf-8"))
    assert "見本" in data["title"]
    for ruleset in data["rulesets"]:
        alone = settings.ROOT / "data" / "rulesets" / f"{ruleset['key']}.json"
        assert ruleset == json.loads(alone.read_text(encoding="utf-8")), "copied anew from data/rulesets"
    for one in load(officer, data).procedures:
        assert one.procedure.shown_as_sample
        assert all(words.get("title") for words in one.procedure.letters.values())
        assert one.procedure.letters.keys() == {"approved", "refused"}
        assert any(paper["valid_months"] == 3 for paper in one.procedure.documents)
        # The terms of a grant are known to the programme (test_defining_views.py).
        said = [{name: said for name, said in row.items() if name != TERMS} for row in data["procedures"]]
        assert pack_of(one.procedure)["procedures"] == said


def test_there_are_packs() -> None:
    assert len(PACKS) >= 3
