"""A version is written, proposed, adopted by a second person, followed by another one, ended."""

from datetime import date

import pytest

from kayoi.engines.rulesets import services
from kayoi.engines.rulesets.models import Version
from kayoi.engines.rulesets.rules.answers import evaluate
from kayoi.engines.rulesets.selectors import rules_of
from kayoi.engines.rulesets.selectors.checks import adopted_unlike_fingerprint
from kayoi.engines.rulesets.selectors.versions import version_page
from kayoi.engines.rulesets.tests.factories import ORDINANCE, house, make_adopted, make_draft, make_proposed
from kayoi.foundation.audit.models import Entry
from kayoi.kit.moves import ChangedMeanwhile, UnableToMove
from kayoi.kit.verdict import Refused
from tests.cast import Member
from tests.clock import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_ina")]
NEXT = services.VersionFields("2026", date(2026, 4, 1), None)


def codes(refused: "pytest.ExceptionInfo[Refused]") -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def copied(version: Version, by: Member, *, cap: int = 1_000_000, fields: services.VersionFields = NEXT) -> Version:
    """Begin the next version with another cap and cases that say so."""
    draft = services.copy_version(version=version, fields=fields, by=by.actor, at=NOW)
    steps = [*draft.body["amount"][:2], {"cap": cap}]
    services.change_body(version=draft, body={**draft.body, "amount": steps}, seen=draft.version, by=by.actor, at=NOW)
    first, *rest = draft.cases
    assert (first["on"], first["facts"]["applicant.born_on"]) == ("2026-05-01", "1986-05-02"), "moved with the version"
    services.change_cases(
        version=draft, cases=[{**first, "amount_yen": cap}, *rest], seen=draft.version, by=by.actor, at=NOW
    )
    return draft


def test_proposal_needs_cases_and_each_must_hold(officer: Member) -> None:
    bare = make_draft(key="bare", cases=[])
    with pytest.raises(services.UnableToAdopt) as refused:
        services.propose_version(version=bare, by=officer.actor, at=NOW)
    assert codes(refused) == ["rulesets.no_cases"]
    wrong = make_draft(key="wrong", amount=[{"start": 740_000}])
    with pytest.raises(services.UnableToAdopt) as refused:
        services.propose_version(version=wrong, by=officer.actor, at=NOW)
    assert [reason.params for reason in refused.value.verdict.reasons] == [{"name": "39歳・費用200万円"}]
    assert wrong.status == "draft"


def test_two_persons_put_it_into_force(officer: Member, head: Member) -> None:
    version = make_proposed(by=head.actor)
    with pytest.raises(services.UnableToAdopt) as refused:
        services.adopt_version(version=version, ordinance=ORDINANCE, by=head.actor, at=NOW)
    assert codes(refused) == ["rulesets.own_proposal"]
    with pytest.raises(UnableToMove):
        services.adopt_version(version=version, ordinance=ORDINANCE, by=officer.actor, at=NOW)
    services.give_version_back(version=version, why="上限を確かめてください", by=officer.actor, at=NOW)
    services.propose_version(version=version, by=officer.actor, at=NOW)
    services.adopt_version(version=version, ordinance=ORDINANCE, by=head.actor, at=NOW)
    assert (version.status, version.adopted_by_id, len(version.fingerprint)) == ("adopted", head.membership.pk, 64)
    assert version.ordinance == "住宅新築支援金交付要綱(架空)"
    actions = list(Entry.objects.filter(subject="rulesets.Version").order_by("pk").values_list("action", flat=True))
    assert actions == [f"rulesets.version.{verb}" for verb in ("propose", "give_back", "propose", "adopt")]


def test_next_version_ends_the_former_one_and_leaves_it_as_it_was(officer: Member, head: Member) -> None:
    former = make_adopted(adopter=head.actor)
    before = former.fingerprint
    draft = copied(former, officer)
    services.propose_version(version=draft, by=officer.actor, at=NOW)
    services.adopt_version(version=draft, ordinance=ORDINANCE, by=head.actor, at=NOW)
    former.refresh_from_db()
    assert (former.last_on, former.fingerprint) == (date(2026, 3, 31), before)
    assert adopted_unlike_fingerprint() == 0
    rules = rules_of(former.ruleset, [former, draft])
    facts = {"applicant.born_on": date(1990, 1, 1), "own.meeting": True, "move.from": "13101",
             "house.cost_yen": 3_000_000}  # fmt: skip
    for day, yen in ((date(2026, 3, 31), 750_000), (date(2026, 4, 1), 1_000_000)):
        amount = evaluate(rules, facts, on=day).amount
        assert amount is not None
        assert amount.yen == yen


def test_an_earlier_version_may_follow_and_ends_none(officer: Member, head: Member) -> None:
    later = make_adopted(adopter=head.actor)
    fields = services.VersionFields("2024", date(2024, 4, 1), date(2025, 3, 31))
    draft = services.copy_version(version=later, fields=fields, by=officer.actor, at=NOW)
    services.propose_version(version=draft, by=officer.actor, at=NOW)
    assert version_page(draft).ends == []
    services.adopt_version(version=draft, ordinance=ORDINANCE, by=head.actor, at=NOW)
    later.refresh_from_db()
    draft.refresh_from_db()
    assert (later.last_on, draft.last_on, draft.status) == (None, date(2025, 3, 31), "adopted")


def test_days_of_another_version_are_refused(officer: Member, head: Member) -> None:
    former = make_adopted(adopter=head.actor, until="2026-09-30")
    draft = copied(former, officer)
    services.propose_version(version=draft, by=officer.actor, at=NOW)
    with pytest.raises(services.UnableToAdopt) as refused:
        services.adopt_version(version=draft, ordinance=ORDINANCE, by=head.actor, at=NOW)
    assert [(reason.code, reason.params) for reason in refused.value.verdict.reasons] == [
        ("rulesets.overlap", {"version": "2025"})
    ]
    services.end_version(version=former, last_on=date(2026, 3, 31), by=head.actor, at=NOW)
    services.adopt_version(version=draft, ordinance=ORDINANCE, by=head.actor, at=NOW)
    assert draft.status == "adopted"


def test_only_what_is_in_force_ends_and_not_before_it_began(head: Member) -> None:
    version = make_adopted(adopter=head.actor)
    with pytest.raises(services.UnableToAdopt) as refused:
        services.end_version(version=version, last_on=date(2025, 3, 31), by=head.actor, at=NOW)
    assert codes(refused) == ["rulesets.ends_too_early"]
    draft = make_draft(key="2026")
    with pytest.raises(services.UnableToAdopt) as refused:
        services.end_version(version=draft, last_on=date(2027, 3, 31), by=head.actor, at=NOW)
    assert codes(refused) == ["rulesets.not_in_force"]


def test_what_is_in_force_is_not_written_on(officer: Member, head: Member) -> None:
    version = make_adopted(adopter=head.actor)
    for change, value in ((services.change_body, {"body": version.body}), (services.change_cases, {"cases": []})):
        with pytest.raises(services.UnableToEdit) as refused:
            change(version=version, seen=version.version, by=officer.actor, at=NOW, **value)
        assert codes(refused) == ["rulesets.no_draft"]
    with pytest.raises(UnableToMove):
        services.withdraw_version(version=version, why="", by=officer.actor, at=NOW)
    ruleset, places = version.ruleset, house()["places"]
    narrower = places | {"zone": places["zone"] | {"prefectures": ["13"]}}
    with pytest.raises(services.UnableToEdit) as refused:
        services.change_vocabulary(
            ruleset=ruleset, facts=ruleset.facts[1:], places=narrower, seen=ruleset.version, by=officer.actor, at=NOW
        )
    assert [reason.params["name"] for reason in refused.value.verdict.reasons] == ["own.meeting", "zone"]
    services.change_vocabulary(
        ruleset=ruleset, facts=ruleset.facts[:1], places=places, seen=ruleset.version, by=officer.actor, at=NOW
    )
    assert [fact["key"] for fact in ruleset.facts] == ["own.meeting"], "nothing in force asks for the other one"


def test_who_comes_late_does_not_write_over(officer: Member) -> None:
    draft = make_draft()
    services.change_body(version=draft, body={**draft.body, "source": "x"}, seen=1, by=officer.actor, at=NOW)
    with pytest.raises(ChangedMeanwhile):
        services.change_body(version=draft, body={**draft.body, "source": "y"}, seen=1, by=officer.actor, at=NOW)


def test_name_of_a_version_is_its_own(officer: Member) -> None:
    draft = make_draft()
    with pytest.raises(services.UnableToEdit) as refused:
        services.copy_version(
            version=draft, fields=services.VersionFields("2025", None, None), by=officer.actor, at=NOW
        )
    assert codes(refused) == ["rulesets.key_taken"]


def test_sample_that_is_written_on_is_the_town_s_own(officer: Member) -> None:
    services.load_pack(data=house(), sample=True, by=officer.actor, at=NOW)
    draft = Version.objects.get()
    assert draft.shown_as_sample
    fields = services.VersionFields("令和7年度", date(2025, 4, 1), None)
    services.change_period(version=draft, fields=fields, seen=draft.version, by=officer.actor, at=NOW)
    assert (draft.key, draft.shown_as_sample) == ("令和7年度", False)
