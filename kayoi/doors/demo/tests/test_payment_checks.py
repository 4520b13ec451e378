"""The demonstration shows a payment that is held back, and one that is worked out to the yen."""

from datetime import datetime

from kayoi.doors.demo.services import budgets, payment_checks, schemes
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.models import Payment, PaymentFinding
from kayoi.programmes.schemes.selectors.guard.gathering import payments_about
from kayoi.programmes.schemes.selectors.guard.pages import check_page
from kayoi.programmes.schemes.selectors.guard.standing import found_in
from kayoi.programmes.schemes.states.payments import UNPAID
from tests.cast import Member, make_member


def test_one_payment_is_held_and_no_other(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    for role in schemes.STEPS[1:]:
        make_member(in_ina, role, "上司")
    staff = [officer.membership, head.membership]
    for fill in (budgets.fill, schemes.fill, payment_checks.fill):
        fill(town=in_ina, staff=staff, by=system("demo.load"), at=at)
    finding = PaymentFinding.objects.get()
    assert (finding.code, finding.payment.status) == ("moved_out", "held")
    unpaid = Payment.objects.filter(status__in=UNPAID)
    found = found_in(payments_about(unpaid.values_list("pk", flat=True)), on=local_date(at))
    assert [pk for pk, what in found.items() if what] == [finding.payment_id], "no false alarm"
    right = unpaid.exclude(pk=finding.payment_id).latest("pk")
    page = check_page(right.pk, on=local_date(at))
    assert page is not None
    assert page.recomputed is not None
    assert page.recomputed.words.startswith("一致しました")
