"""A grant without a line of the budget is paid by hand: its case is worked out anew all the same."""

from datetime import datetime

import pytest

from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.schemes.models import Payment, Report
from kayoi.programmes.schemes.selectors.grants.page import grant_page
from kayoi.programmes.schemes.services import grants
from kayoi.programmes.schemes.states.enquiries import Living
from kayoi.programmes.schemes.tests.desk import Desk
from kayoi.programmes.schemes.tests.grants import COST, make_claim, make_fixed, make_grant
from kayoi.programmes.schemes.tests.services.test_guard import refused
from tests.cast import Member, make_member


@pytest.fixture
def desk(in_ina: Organization, officer: Member, head: Member, at: datetime) -> Desk:
    return Desk(in_ina, make_procedure(at=at), officer, head, make_member(in_ina, "division_head", "課長"), at)


def test_what_is_paid_by_hand_is_looked_at_too(desk: Desk) -> None:
    grant = make_grant(desk.town, desk.procedure, by=desk.officer.actor, head=desk.head.actor, at=desk.at)
    make_fixed(desk.town, grant, by=desk.officer.actor, head=desk.head.actor, at=desk.at)
    claim = make_claim(desk.town, grant, at=desk.at)
    grants.check_claim(claim=claim, by=desk.officer.actor, at=desk.at)
    assert not Payment.objects.exists(), "there is no line of a budget"

    def pay(**more: str) -> None:
        claim.refresh_from_db()
        grants.record_payment(
            claim=claim, paid_on=desk.on, sender=desk.sender, by=desk.head.actor, at=desk.at, **more
        )  # fmt: skip

    Report.objects.update(accepted={COST: 1_100_000})
    with pytest.raises(grants.UnableToPay) as error:
        pay(why="急ぐため")
    assert refused(error) == ["schemes.stopped_by_hand"]
    assert "550,000円" in error.value.verdict.reasons[0].params["told"]
    Report.objects.update(accepted={COST: 1_200_000})
    grants.note_visit(
        application=grant.application, visited_on=desk.on, finding=Living.ABSENT, text="空き家", by=desk.officer.actor,
        at=desk.at,
    )  # fmt: skip
    with pytest.raises(grants.UnableToPay) as error:
        pay()
    assert refused(error) == ["schemes.asked_by_hand"]
    pay(why="入院中と聞いた")
    grant.refresh_from_db()
    assert grant.paid_yen == 600_000
    kept = next(one for one in grant_page(grant, on=desk.on).steps if "理由を残して" in one.title)
    assert kept.text == "入院中と聞いた"
