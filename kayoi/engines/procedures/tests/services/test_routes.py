"""Steps of approval: who decides follows from the amount, nobody stamps twice, sent back they begin anew."""

from datetime import datetime
from typing import Any

import pytest

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.procedures import services
from kayoi.engines.procedures.models import Application, Decision, Procedure, Stamp
from kayoi.engines.procedures.selectors import checks
from kayoi.engines.procedures.selectors.routes import seals_of, waiting_for
from kayoi.engines.procedures.services import Decided, Passed
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.procedures.tests.factories import LIMITS, STEPS, make_handed_in, make_procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.moves import ChangedMeanwhile
from tests.cast import Member, make_member

pytestmark = pytest.mark.usefixtures("in_ina")
APPROVED, REFUSED = ApplicationStatus.APPROVED, ApplicationStatus.REFUSED


@pytest.fixture
def division(in_ina: Organization) -> Member:
    return make_member(in_ina, "division_head", "伊藤 課長")


@pytest.fixture
def department(in_ina: Organization) -> Member:
    return make_member(in_ina, "department_head", "原 部長")


@pytest.fixture
def procedure(in_ina: Organization, at: datetime) -> Procedure:
    """A procedure without rules, so that any amount can be proposed."""
    return make_procedure(at=at, with_rules=False, steps=STEPS, limits=LIMITS, documents=[])


def proposed(procedure: Procedure, by: Member, yen: int | None, *, at: datetime, **what: Any) -> Application:
    application = make_handed_in(procedure, make_file(), at=at)
    given: dict[str, Any] = {"outcome": APPROVED, "amount_yen": yen} | what
    services.propose(application=application, by=by.actor, at=at, **given)
    return application


def sign(application: Application, by: Member, *, at: datetime, **more: Any) -> Decided | Passed:
    return services.sign(application=application, by=by.actor, at=at, **more)


@pytest.mark.parametrize(
    ("yen", "count"), [(None, 1), (300_000, 1), (300_001, 2), (1_000_000, 2), (1_000_001, 3), (10**9, 3)]
)
def test_the_first_step_whose_limit_holds_the_amount_decides(
    officer: Member, head: Member, division: Member, department: Member, procedure: Procedure, at: datetime,
    yen: int | None, count: int,
) -> None:  # fmt: skip
    application = proposed(procedure, officer, yen, at=at)
    done = [sign(application, by, at=at) for by in (head, division, department)[:count]]
    assert [isinstance(one, Decided) for one in done] == [False] * (count - 1) + [True]
    assert (application.status, application.waits_for) == ("approved", "")
    assert Decision.objects.get().decided_by == (head, division, department)[count - 1].membership
    assert [stamp.role for stamp in Stamp.objects.order_by("step")] == ["officer", *STEPS[:count]]


def test_a_refusal_ends_at_the_first_step_that_decides(officer: Member, head: Member, at: datetime) -> None:
    procedure = make_procedure(at=at, with_rules=False, steps=STEPS, limits=LIMITS, documents=[])
    application = proposed(procedure, officer, 5_000_000, at=at, outcome=REFUSED, reasons=["予算の終了"])
    sign(application, head, at=at)
    assert application.status == "refused"


def test_a_step_waits_for_the_one_before(
    officer: Member, head: Member, division: Member, procedure: Procedure, at: datetime
) -> None:
    application = proposed(procedure, officer, 500_000, at=at)
    with pytest.raises(services.UnableToDecide, match="step_of_another"):
        sign(application, officer, at=at)
    with pytest.raises(services.UnableToDecide, match="deputy_without_reason"):
        sign(application, division, at=at)
    assert Stamp.objects.count() == 1  # what was refused left no stamp
    sign(application, head, at=at)
    assert application.waits_for == "division_head"


def test_nobody_stands_in_two_steps(officer: Member, head: Member, division: Member, at: datetime) -> None:
    steps = ["section_head", "division_head", "section_head"]
    procedure = make_procedure(at=at, with_rules=False, steps=steps, limits={}, documents=[])
    application = proposed(procedure, officer, 1, at=at)
    sign(application, head, at=at)
    sign(application, division, at=at)
    with pytest.raises(services.UnableToDecide, match="stamped_already"):
        sign(application, head, at=at)
    own = proposed(procedure, head, 1, at=at)
    with pytest.raises(services.UnableToDecide, match="stamped_already"):
        sign(own, head, at=at)


def test_sent_back_with_a_reason_the_route_begins_anew(
    officer: Member, head: Member, division: Member, procedure: Procedure, at: datetime
) -> None:
    application = proposed(procedure, officer, 500_000, at=at)
    sign(application, head, at=at)
    services.send_back(application=application, why="見積書を確かめてください。", by=division.actor, at=at)
    assert (application.status, application.waits_for, seals_of(application)) == ("submitted", "", [])
    services.propose(application=application, outcome=APPROVED, amount_yen=1_500_000, by=officer.actor, at=at)
    assert [(seal.title, bool(seal.name)) for seal in seals_of(application)] == [
        ("起案", True), ("係長", False), ("課長", False), ("部長", False),
    ]  # fmt: skip
    with pytest.raises(services.UnableToDecide, match="deputy_without_reason"):
        sign(application, division, at=at)
    sign(application, head, at=at)
    assert Stamp.objects.count() == 4  # those of the first round stay on record


def test_whoever_stands_apart_cannot_send_back(
    in_ina: Organization, officer: Member, department: Member, procedure: Procedure, at: datetime
) -> None:
    application = proposed(procedure, officer, 500_000, at=at)  # the route ends before 部長
    for by in (department, make_member(in_ina, "officer", "別の 担当")):
        with pytest.raises(services.UnableToDecide, match="not_on_route"):
            services.send_back(application=application, why="確かめる", by=by.actor, at=at)
    services.send_back(application=application, why="金額を直す", by=officer.actor, at=at)  # the examiner's own
    assert application.status == "submitted"


def test_an_old_page_approves_nothing(officer: Member, head: Member, procedure: Procedure, at: datetime) -> None:
    application = proposed(procedure, officer, 100_000, at=at)
    seen = application.version
    services.send_back(application=application, why="金額を直す", by=officer.actor, at=at)
    services.propose(application=application, outcome=APPROVED, amount_yen=300_000, by=officer.actor, at=at)
    with pytest.raises(ChangedMeanwhile):
        sign(application, head, at=at, version=seen)
    with pytest.raises(ChangedMeanwhile):
        services.send_back(application=application, why="古い窓", by=head.actor, at=at, version=seen)
    assert isinstance(sign(application, head, at=at, version=application.version), Decided)


def test_somebody_acts_for_an_absent_role_with_a_reason(
    in_ina: Organization, officer: Member, head: Member, procedure: Procedure, at: datetime
) -> None:
    other = make_member(in_ina, "section_head", "別の 係長")
    application = proposed(procedure, officer, 500_000, at=at)
    sign(application, head, at=at, why="自分の段階の理由は残らない")
    with pytest.raises(services.UnableToDecide, match="stamped_already"):
        sign(application, head, at=at, why="課長が出張")
    done = sign(application, other, at=at, why="課長が出張")
    assert isinstance(done, Decided)
    assert [(stamp.role, stamp.deputy_role, stamp.why) for stamp in Stamp.objects.order_by("step")] == [
        ("officer", "", ""), ("section_head", "", ""), ("division_head", "section_head", "課長が出張"),
    ]  # fmt: skip
    frozen = Decision.objects.get().inputs["stamps"]
    assert [(one["name"], one["deputy_role"]) for one in frozen][-1] == ("別の 係長", "section_head")
    assert checks.decisions_unlike_their_inputs() == 0
    (*_, last) = seals_of(application)
    assert (last.title, last.name, last.on, last.deputy, last.why) == (
        "課長", "別の 係長", at.date(), "係長", "課長が出張",
    )  # fmt: skip


def test_a_written_over_stamp_is_seen(officer: Member, head: Member, procedure: Procedure, at: datetime) -> None:
    application = proposed(procedure, officer, 1, at=at)
    sign(application, head, at=at)
    decision = Decision.objects.get()
    decision.inputs["stamps"][1]["name"] = "ほかの 人"
    assert checks.is_unlike_its_inputs(decision)


def test_what_no_step_may_decide_is_not_proposed(officer: Member, at: datetime) -> None:
    limits = {"section_head": 300_000, "division_head": 1_000_000}
    procedure = make_procedure(at=at, with_rules=False, steps=STEPS[:2], limits=limits, documents=[])
    with pytest.raises(services.UnableToPropose, match="nobody_decides"):
        proposed(procedure, officer, 1_000_001, at=at)
    assert proposed(procedure, officer, 1_000_000, at=at).waits_for == "section_head"


def test_a_proposal_keeps_the_route_it_began_with(
    officer: Member, head: Member, division: Member, procedure: Procedure, at: datetime
) -> None:
    application = proposed(procedure, officer, 500_000, at=at)
    changes: dict[str, Any] = {"steps": ["section_head"], "limits": {"section_head": None}}
    services.change_procedure(procedure=procedure, changes=changes, version=procedure.version, by=head.actor, at=at)
    assert isinstance(sign(application, head, at=at), Passed)
    assert isinstance(sign(application, division, at=at), Decided)


def test_each_sees_what_waits_for_them(
    officer: Member, head: Member, division: Member, procedure: Procedure, at: datetime
) -> None:
    first, own = proposed(procedure, officer, 500_000, at=at), proposed(procedure, head, 1, at=at)
    without = make_procedure(at=at, key="alone", with_rules=False, limits={"division_head": 100}, documents=[])
    within, above = (proposed(without, head, yen, at=at) for yen in (100, 101))

    def waiting(member: Member) -> set[int]:
        return set(waiting_for(member.actor, role=member.membership.role))

    assert waiting(head) == {first.pk}
    assert waiting(division) == {within.pk}
    assert waiting(officer) == set()
    sign(first, head, at=at)
    assert (waiting(head), waiting(division)) == (set(), {first.pk, within.pk})
    assert {own.waits_for, above.waits_for} == {"section_head", ""}


def test_several_are_approved_at_once_each_at_its_step(
    officer: Member, head: Member, division: Member, procedure: Procedure, at: datetime
) -> None:
    small, large, own = (
        proposed(procedure, by, yen, at=at) for by, yen in ((officer, 1), (officer, 300_001), (head, 1))
    )
    decided, passed, left = services.sign_each(
        applications=[small, large, own], sign_one=services.sign, by=head.actor, at=at
    )
    assert [one.decision.application for one in decided] == [small]
    assert [one.application for one in passed] == [large]
    assert [one.why.reasons[0].code for one in left] == ["procedures.stamped_already"]
    decided, passed, left = services.sign_each(
        applications=[large, own], sign_one=services.sign, by=division.actor, at=at
    )
    assert ([one.decision.application for one in decided], passed) == ([large], [])
    assert [one.why.reasons[0].code for one in left] == ["procedures.deputy_without_reason"]
