"""Past applications run again: the books come out to the yen; a changed rule says who gains and who loses."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.services import judge
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.procedures.tests.factories import BODY, GREEN, make_procedure, make_ruleset
from kayoi.engines.rulesets.models import Version
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.programmes.schemes import jobs, services
from kayoi.programmes.schemes.models import Grant, Trial
from kayoi.programmes.schemes.rules.trials import grouped
from kayoi.programmes.schemes.selectors.trials import running
from kayoi.programmes.schemes.selectors.trials.page import bridges_of
from kayoi.programmes.schemes.selectors.trials.results import Result, result_of
from kayoi.programmes.schemes.services import grants, trials
from kayoi.programmes.schemes.states.grants import ChangeKind
from kayoi.programmes.schemes.states.trials import Cause, Change
from kayoi.programmes.schemes.tests.budgets import make_line
from kayoi.programmes.schemes.tests.factories import LINK, accept_papers, make_sent
from kayoi.programmes.schemes.tests.grants import COST, make_claim, make_fixed, make_grant, make_terms
from kayoi.programmes.schemes.tests.services.test_claims import FIRST, claim, later, make_monthly
from kayoi.programmes.schemes.tests.trials import make_trial, make_version
from tests.cast import Member

REFUSED = ApplicationStatus.REFUSED
TOWNS = ("荒井", "高遠町", "長谷")
CONDITIONS: list[dict[str, Any]] = BODY["condition"]["all"]  # type: ignore[index]  # as it stands in the factory
LOWER: dict[str, Any] = BODY | {"amount": [{"start": {"fact": COST}}, {"times": "1/2"}, {"cap": 500_000}]}


@pytest.fixture
def procedure(in_ina: Organization, at: datetime) -> Procedure:
    return make_procedure(at=at, limits={})


def decide(
    town: Organization, procedure: Procedure, officer: Member, head: Member, *, at: datetime,
    outcome: ApplicationStatus = ApplicationStatus.APPROVED, judged: bool | None = None, yen: int | None = None,
    facts: dict[str, Any] | None = None, **you: Any,
) -> int:  # fmt: skip
    """Decide an application; return its id."""
    application = make_sent(town, procedure, at=at, facts=GREEN | (facts or {}), **you).application
    accept_papers(application, by=officer.actor, at=at)
    if judged is not None:
        judge(application=application, number=4, holds=judged, ground="区長の意見書", by=officer.actor, at=at)
    reasons = ["予算の終了"] if outcome is REFUSED else []
    services.propose_application(
        application=application, outcome=outcome, amount_yen=yen, reasons=reasons, remark="", by=officer.actor, at=at
    )
    services.sign_application(organization=town, application=application, link="", by=head.actor, at=at)
    return application.pk


def tried(procedure: Procedure, version: Version, by: Actor, at: datetime, **more: Any) -> Result:
    """Return what comes out of a trial."""
    return result_of(make_trial(procedure, version, by=by, at=at, **more))


def unchanged(procedure: Procedure) -> Version:
    """Return the version that is in force."""
    return Version.objects.get(ruleset=procedure.ruleset, status="adopted")


@pytest.mark.parametrize(("count", "yen", "total"), [(48, 100_000, 4_800_000), (43, 300_000, 12_900_000)])
def test_unchanged_rules_give_the_booked_total_to_the_yen(
    count: int, yen: int, total: int, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    body = BODY | {"condition": {"fact": "move.intends_5_years", "is": True}, "amount": [{"start": yen}]}
    procedure = make_procedure(at=at, key="fixed", ruleset=make_ruleset(key="fixed", body=body), limits={})
    make_terms(procedure, by=head.actor, at=at, needs_report=False)
    make_line(total, at=at, procedure=procedure)
    for number in range(count):
        make_grant(
            in_ina, procedure, by=officer.actor, head=head.actor, at=at, name=f"受給 {number}", phone=f"0265-{number}",
            email="", birth_on=f"19{60 + number % 40}-05-01", address=f"伊那市{TOWNS[number % len(TOWNS)]}{number}",
        )  # fmt: skip
    assert sum(Grant.objects.values_list("decided_yen", flat=True)) == total
    found = tried(procedure, unchanged(procedure), officer.actor, at)
    assert (found.totals.now_yen, found.totals.least_yen, found.totals.most_yen) == (total, total, total)
    assert (found.totals.counts[Change.SAME], found.differences) == (count, [])
    by_district = grouped(found.rows, lambda one: one.district)
    assert {name: sum(one.least_yen for one in rows) for name, rows in by_district.items()} == {
        name: yen * len(range(first, count, len(TOWNS))) for first, name in enumerate(TOWNS)
    }
    assert (found.recomputed_yen, found.budgets[0].days) == (total, (at.date(), at.date()))
    lower = tried(procedure, make_version(procedure, body | {"amount": [{"start": yen - 1}]}), officer.actor, at)
    assert (lower.totals.difference_yen, lower.totals.losing) == (-count, count)
    assert lower.budgets[0].days == (at.date(), at.date() + timedelta(days=1))


def test_changes_fixed_costs_claims_and_ends_come_out_to_the_yen(
    in_ina: Organization, procedure: Procedure, officer: Member, head: Member, at: datetime
) -> None:
    by: dict[str, Any] = {"by": officer.actor, "head": head.actor, "at": at}
    sender = grants.Sender(in_ina, LINK)
    fixed, cancelled, changed = (make_grant(in_ina, procedure, name=f"受給 {one}", **by) for one in range(3))
    make_fixed(in_ina, fixed, **by)
    make_claim(in_ina, fixed, at=at)
    grants.cancel_grant(grant=cancelled, why="居住しない", unheard_ground="条例第13条", by=head.actor, at=at)
    change = grants.ask_change(grant=changed, kind=ChangeKind.CHANGE, why="見積りの変更", costs={COST: 1_000_000},
                               by=officer.actor, at=at)  # fmt: skip
    grants.approve_change(change=change, sender=sender, by=head.actor, at=at)
    found = tried(procedure, unchanged(procedure), officer.actor, at)
    assert found.totals.now_yen == 600_000 + 0 + 500_000
    assert found.recomputed_yen + sum(one.yen for one in found.differences) == found.totals.now_yen
    assert [(one.difference.cause, one.difference.yen, one.why) for one in bridges_of(found.differences)] == [
        (Cause.ENDED, -650_000, "決定の取消し")
    ]
    assert found.totals.counts[Change.SAME] == 3
    lower = tried(procedure, make_version(procedure, LOWER), officer.actor, at)
    assert {one.application: (one.change, one.least_yen) for one in lower.rows} == {
        fixed.application_id: (Change.LESS, 500_000),
        cancelled.application_id: (Change.HELD, 0),
        changed.application_id: (Change.SAME, 500_000),
    }


def test_claims_by_months_are_worked_out_from_what_was_claimed(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    grant = make_monthly(in_ina, by=officer.actor, head=head.actor, at=at)
    claim(grant, grants.Sender(in_ina, LINK), FIRST, months=3, at=later(at, date(2027, 2, 1)))
    found = tried(grant.procedure, unchanged(grant.procedure), officer.actor, at)
    assert (found.totals.now_yen, found.recomputed_yen, found.differences) == (30_000, 30_000, [])
    body = unchanged(grant.procedure).body
    half = body | {"amount": [body["amount"][0] | {"steps": [{"start": {"times": [5000, {"fact": "this.months"}]}}]}]}
    lower = tried(grant.procedure, make_version(grant.procedure, half), officer.actor, at)
    assert (lower.rows[0].change, lower.totals.least_yen) == (Change.LESS, 15_000)


def test_a_hand_made_case_by_district_with_what_people_decided(
    in_ina: Organization, procedure: Procedure, officer: Member, head: Member, at: datetime
) -> None:
    """650,000 for 荒井 (judged by hand too), 400,000 for 高遠町; one refused by the budget, one by the rule."""
    make_line(2_000_000, at=at, procedure=procedure)
    here: dict[str, Any] = {"town": in_ina, "procedure": procedure, "officer": officer, "head": head, "at": at}
    high = decide(**here, address="伊那市荒井1")
    judged = decide(**here, address="荒井二丁目3", facts={"house.in_bank": False}, judged=True)
    low = decide(**here, address="長野県伊那市高遠町５", facts={COST: 800_000})
    budget = decide(**here, address="高遠町6", outcome=REFUSED)
    old = decide(**here, address="高遠町7", outcome=REFUSED, facts={"applicant.born_on": "1980-05-01"})
    unpaid = decide(**here, address="", outcome=REFUSED, facts={"applicant.tax_unpaid": True})
    body = LOWER | {"condition": {"all": [CONDITIONS[3], CONDITIONS[0] | {"less_than": 50}, *CONDITIONS[1:3]]}}
    found = tried(procedure, make_version(procedure, body), officer.actor, at)
    changes = {one.application: (one.district, one.change, one.now_yen, one.least_yen) for one in found.rows}
    assert changes == {
        high: ("荒井", Change.LESS, 650_000, 500_000),
        judged: ("荒井", Change.LESS, 650_000, 500_000),
        low: ("高遠町", Change.SAME, 400_000, 400_000),
        budget: ("高遠町", Change.HELD, 0, 0),
        old: ("高遠町", Change.NEWLY, 0, 500_000),
        unpaid: ("", Change.SAME, 0, 0),
    }
    assert [(one.application, one.cause, one.yen) for one in found.differences] == [(budget, Cause.REFUSED, -650_000)]
    assert [one.why for one in bridges_of(found.differences)] == ["予算の終了"]
    assert found.recomputed_yen - 650_000 == found.totals.now_yen == 1_700_000
    assert (found.totals.gains_yen, found.totals.losses_yen, found.totals.difference_yen) == (500_000, 300_000, 200_000)
    assert found.shares == [("国", 850_000, 950_000), ("県", 425_000, 475_000), ("市町村", 425_000, 475_000)]
    assert found.budgets[0].total_yen == 2_000_000


def test_what_was_never_asked_is_listed_with_the_question(
    in_ina: Organization, procedure: Procedure, officer: Member, head: Member, at: datetime
) -> None:
    pk = decide(in_ina, procedure, officer, head, at=at)
    body = BODY | {"condition": {"all": [*CONDITIONS, {"fact": "move.joins_association", "is": True}]}}
    found = tried(procedure, make_version(procedure, body), officer.actor, at)
    (row,) = found.rows
    assert (row.application, row.change, row.least_yen, row.most_yen) == (pk, Change.UNKNOWN, 0, 650_000)
    assert found.questions[0][1] == 1
    assert "自治会" in found.questions[0][0]
    assert (found.totals.gains_yen, found.totals.losses_yen) == (0, 0)


def test_a_trial_changes_nothing_is_on_record_and_refuses_what_it_cannot_answer(
    in_ina: Organization, procedure: Procedure, officer: Member, head: Member, at: datetime
) -> None:
    version = make_version(procedure, LOWER)
    with pytest.raises(trials.UnableToTry, match="nothing_decided"):
        make_trial(procedure, version, by=officer.actor, at=at)
    decide(in_ina, procedure, officer, head, at=at)
    with pytest.raises(trials.UnableToTry, match="nothing_decided"):
        make_trial(procedure, version, by=officer.actor, at=at, years=(2024, 2025))
    other = make_procedure(at=at, key="other")
    with pytest.raises(trials.UnableToTry, match="version_of_another"):
        make_trial(procedure, unchanged(other), by=officer.actor, at=at)
    broken = make_version(procedure, LOWER | {"condition": {"fact": "no.such", "is": True}}, key="壊れた案")
    with pytest.raises(trials.UnableToTry, match="version_unreadable"):
        make_trial(procedure, broken, by=officer.actor, at=at)
    before = Grant.objects.values().get()
    trial = make_trial(procedure, version, by=officer.actor, at=at)
    assert Grant.objects.values().get() == before
    assert [one.action for one in Entry.objects.filter(subject="schemes.Trial").order_by("pk")] == [
        "schemes.ask_trial", "schemes.trial.finish",
    ]  # fmt: skip
    Version.objects.filter(pk=version.pk).update(body=BODY)
    assert result_of(Trial.objects.get(pk=trial.pk)).totals.losing == 1


def test_many_applications_are_worked_out_by_the_worker_piece_by_piece(
    in_ina: Organization, procedure: Procedure, officer: Member, head: Member, at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    asked: list[dict[str, int]] = []
    monkeypatch.setattr(trials, "AT_ONCE", 2)
    monkeypatch.setattr(running, "PIECE", 2)
    monkeypatch.setattr(trials, "enqueue", lambda name, **arguments: asked.append(arguments))
    for number in range(3):
        decide(in_ina, procedure, officer, head, at=at + timedelta(minutes=number))
    trial = make_trial(procedure, make_version(procedure, LOWER), by=officer.actor, at=at)
    assert (trial.status, trial.total, trial.done) == ("waiting", 3, 0)
    for _ in range(2):  # a job may run twice
        jobs.work_out(**asked[0])
    trial = Trial.objects.get()
    assert (trial.status, trial.done, result_of(trial).totals.losing) == ("done", 3, 3)
    other = make_trial(procedure, make_version(procedure, LOWER, key="別の案"), by=officer.actor, at=at)
    monkeypatch.setattr(jobs, "worked", broken)
    with pytest.raises(ArithmeticError):
        jobs.work_out(**asked[1])
    other.refresh_from_db()
    assert (other.status, other.result) == ("failed", None)


def broken(*_: object) -> None:
    raise ArithmeticError
