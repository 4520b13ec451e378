"""A scheme goes to another town in one file: procedure, rules, terms, rules of the refund."""

import csv
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.services import LoadedProcedure
from kayoi.engines.procedures.states import Loading
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.engines.rulesets.models import Ruleset
from kayoi.engines.rulesets.rules.reading_parts import BadRuleset, Part
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.schemes.models import GrantTerms
from kayoi.programmes.schemes.rules.packs import KEYS, read_terms
from kayoi.programmes.schemes.selectors.packs import scheme_pack_of
from kayoi.programmes.schemes.services.packs import load_scheme_pack
from kayoi.programmes.schemes.tests.grants import make_terms
from kayoi.programmes.schemes.tests.recoveries import make_refund_rules
from tests.cast import Member

pytestmark = pytest.mark.django_db
TERMS: dict[str, Any] = {
    "shape": "yearly", "years": 3, "needs_consultation": True, "needs_report": False, "awaits_report": False,
    "once": ["person", "house"],
    "cost": "地区の活動費", "most_months": 36, "gap_months": 12, "obliged_years": 5,
    "duties": ["residence", "business"],
    "work_years": 1, "proved_yearly": False, "by_register": True, "begins_after_decision": True,
    "report_papers": ["活動報告書"], "later_years": "burden", "surcharge_percent": "10.95",
    "surcharge_source": "規則第17条",
}  # fmt: skip
READ = TERMS | {"surcharge_percent": Decimal("10.95")}
LEAST: dict[str, Any] = {"key": "area", "kind": "grant", "title": "地域づくり交付金"}
CASES = Path(__file__).parent.parent / "cases" / "packs.csv"


def file_with(terms: Any, **more: Any) -> dict[str, Any]:
    return {"format": 1, "pack": "area", "rulesets": [], "procedures": [LEAST | {"terms": terms} | more]}


def load(by: Member, data: Any, at: datetime) -> LoadedProcedure:
    roles = ["officer", "section_head"]
    loaded = load_scheme_pack(data=data, sample=False, roles=roles, taken=(), by=by.actor, at=at)
    return loaded.procedures[0]


def refusals() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def test_terms_are_read_as_they_are_written() -> None:
    assert read_terms(Part(TERMS)) == READ
    assert read_terms(Part({"refund_rules": "known-by-the-town"})) == {}


def test_every_term_goes_with_the_file() -> None:
    own = {field.name for field in GrantTerms._meta.concrete_fields}
    assert set(KEYS) == own - {"id", "organization", "procedure", "version"}


def test_a_scheme_moves_to_another_town_in_one_file(
    officer: Member, head: Member, sado_officer: Member, ina: Organization, sado: Organization, at: datetime
) -> None:
    with scope.of_organization(ina.pk):
        rules = make_refund_rules("civil-code", by=officer.actor, head=head.actor, at=at)
        procedure = make_procedure(at=at, applicants="either")
        make_terms(procedure, by=head.actor, at=at, refund_rules=rules, **READ)
        handed_out = json.loads(json.dumps(scheme_pack_of(procedure)))
    assert len(handed_out["rulesets"]) == 2
    with scope.of_organization(sado.pk):
        there = load(sado_officer, handed_out, at)
        terms = GrantTerms.objects.get()
        assert (there.how, there.procedure.applicants, terms.procedure) == (Loading.MADE, "either", there.procedure)
        assert {name: getattr(terms, name) for name in READ} == READ
        assert terms.refund_rules == Ruleset.objects.get(kind="refund")
        again = scheme_pack_of(there.procedure)
        assert again["procedures"] == handed_out["procedures"]
        assert load(sado_officer, handed_out, at).how is Loading.SAME


@pytest.mark.usefixtures("in_ina")
def test_terms_of_a_draft_follow_and_those_of_what_was_published_stay(
    officer: Member, head: Member, at: datetime
) -> None:
    one = load(officer, file_with({"years": 3, "shape": "yearly"}), at)
    assert GrantTerms.objects.get().years == 3
    one = load(officer, file_with({"shape": "yearly", "cost": "活動費"}), at)
    assert (one.how, one.unlike) == (Loading.CHANGED, ("交付の条件",))
    terms = GrantTerms.objects.get()
    assert (terms.years, terms.cost) == (1, "活動費")
    procedures.publish_procedure(procedure=one.procedure, by=head.actor, at=at)
    one = load(officer, file_with({"years": 10}), at)
    assert (one.how, one.unlike) == (Loading.KEPT, ("交付の条件",))
    assert GrantTerms.objects.get().years == 1


@pytest.mark.usefixtures("in_ina")
@pytest.mark.parametrize("row", refusals(), ids=lambda row: row["なぜ"])
def test_bad_terms_are_refused_with_their_place_and_nothing_is_kept(
    row: dict[str, str], officer: Member, at: datetime
) -> None:
    with pytest.raises(BadRuleset) as refused:
        load(officer, file_with(json.loads(row["条件"])), at)
    assert str(refused.value) == f"procedures[0].terms{row['断り']}"
    assert not Procedure.objects.exists()


@pytest.mark.usefixtures("in_ina")
def test_only_a_grant_has_terms(officer: Member, at: datetime) -> None:
    with pytest.raises(BadRuleset, match="only a grant has terms"):
        load(officer, file_with({}, kind="registration"), at)
