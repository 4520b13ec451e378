"""What becomes of duties and of the grant when a refund is exempted, not due, demanded and withdrawn."""

from datetime import datetime, timedelta

import pytest

from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.schemes.models import Grant, Obligation, Recovery
from kayoi.programmes.schemes.services import grants, obligations, recovery
from kayoi.programmes.schemes.states.obligations import BreachKind, FoundBy
from kayoi.programmes.schemes.states.recovery import Ground
from kayoi.programmes.schemes.tests.factories import LINK
from kayoi.programmes.schemes.tests.obligations import make_obliged
from kayoi.programmes.schemes.tests.recoveries import PENALTY, make_demanded
from tests.cast import Member


@pytest.fixture
def grant(in_ina: Organization, officer: Member, head: Member, at: datetime) -> Grant:
    """A grant with two duties, residence for five years and work for one."""
    recovery.define_recovery_terms(fields=PENALTY, version=1, by=head.actor, at=at)
    terms = {"duties": ["residence", "job"], "work_years": 1}
    return make_obliged(in_ina, make_procedure(at=at), by=officer.actor, head=head.actor, at=at, terms=terms)


@pytest.fixture
def row(grant: Grant, officer: Member, at: datetime) -> Recovery:
    """Left the job: a refund is considered."""
    job = Obligation.objects.get(grant=grant, kind="job")
    breach = obligations.report_breach(
        obligation=job, kind=BreachKind.LEFT_JOB, happened_on=job.starts_on + timedelta(days=5), is_contested=False,
        found_by=FoundBy.GRANTEE, evidence="電話で聞いた", by=officer.actor, at=at + timedelta(days=10),
    )  # fmt: skip
    return obligations.recover_after(breach=breach, by=officer.actor, at=at + timedelta(days=10))


def standing() -> dict[str, str]:
    grant = Grant.objects.get()
    return {"grant": grant.status} | dict(Obligation.objects.values_list("kind", "status"))


EXEMPTED = {"exempted_yen": 600_000, "hardship": "bankruptcy", "reason": "倒産", "evidence": "決定の写し"}


@pytest.mark.parametrize(("yen", "more"), [(600_000, EXEMPTED), (0, {})])
def test_where_nothing_is_asked_back_the_broken_duty_ends_and_the_others_run_on(
    row: Recovery, in_ina: Organization, officer: Member, head: Member, at: datetime, yen: int, more: dict[str, str]
) -> None:
    assert standing() == {"grant": "obliged", "residence": "running", "job": "broken"}
    make_demanded(in_ina, row, yen, by=officer.actor, head=head.actor, at=at + timedelta(days=20), **more)
    assert standing() == {"grant": "obliged", "residence": "running", "job": "ended"}


def test_the_grant_ends_with_the_last_duty(
    row: Recovery, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    Obligation.objects.filter(kind="residence").update(status="fulfilled", closed_on=at.date())
    make_demanded(in_ina, row, 0, by=officer.actor, head=head.actor, at=at + timedelta(days=20))
    assert standing() == {"grant": "ended", "residence": "fulfilled", "job": "ended"}


def test_a_demand_that_is_withdrawn_leaves_all_as_it_was(
    row: Recovery, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    later = at + timedelta(days=20)
    make_demanded(in_ina, row, 600_000, by=officer.actor, head=head.actor, at=later)
    assert standing() == {"grant": "returning", "residence": "ended", "job": "broken"}
    withdraw(row, in_ina, officer, head, later + timedelta(days=30))
    assert standing() == {"grant": "obliged", "residence": "running", "job": "broken"}
    assert Recovery.objects.get().grant_was == ""
    make_demanded(in_ina, row, 0, by=officer.actor, head=head.actor, at=later + timedelta(days=31))
    assert standing() == {"grant": "obliged", "residence": "running", "job": "ended"}


def test_a_grant_that_had_ended_is_not_obliged_again(
    grant: Grant, in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    Obligation.objects.update(status="fulfilled", closed_on=at.date())
    Grant.objects.update(status="ended")
    grant.refresh_from_db()
    row = recovery.open_recovery(
        grant=grant, ground=Ground.FALSE_APPLICATION, happened_on=None, why="虚偽", by=officer.actor, at=at
    )
    make_demanded(in_ina, row, 600_000, by=officer.actor, head=head.actor, at=at)
    withdraw(row, in_ina, officer, head, at)
    assert standing() == {"grant": "ended", "residence": "fulfilled", "job": "fulfilled"}


def withdraw(row: Recovery, town: Organization, officer: Member, head: Member, at: datetime) -> None:
    recovery.contest_recovery(recovery=row, why="審査請求", by=officer.actor, at=at)
    sender = grants.Sender(town, LINK)
    recovery.withdraw_demand(recovery=row, why="認容", sender=sender, by=head.actor, at=at)
    row.refresh_from_db()
