"""A body that lets a house under its own name in the demonstration."""

from datetime import datetime

from kayoi.doors.demo.services import sublets
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.stays.models import Proposal, SubLessor, Tenancy
from kayoi.programmes.stays.selectors import tenancies as selectors
from kayoi.programmes.stays.selectors.sublets import partners_unlike_ledger
from tests.cast import Member


def test_a_house_of_a_partner(in_ina: Organization, officer: Member, head: Member, at: datetime) -> None:
    sublets.fill(town=in_ina, staff=list(Membership.objects.all()), by=head.actor, at=at)
    row = Tenancy.objects.get()
    assert selectors.is_sublet(row)
    [debt] = selectors.debts([row], on=local_date(at))
    assert debt.balance_yen == 2 * 35_000
    assert selectors.outlasting_head_lease() == selectors.rents_unlike_ledger() == partners_unlike_ledger() == 0
    assert Proposal.objects.get().status == "proposed"
    sublets.open_counter(town=in_ina, user=officer.user, by=head.actor, at=at)
    assert SubLessor.objects.get().partner is not None
