"""A managed house in its third year, a share house, and a waiting list in the demonstration."""

from datetime import datetime
from pathlib import Path
from typing import Any

from kayoi.doors.demo.services import tenancies
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.stays.models import House, RentCharge, Tenancy
from kayoi.programmes.stays.selectors import tenancies as selectors
from kayoi.programmes.stays.selectors.tenancies_deposit import deposit_held
from kayoi.programmes.stays.selectors.tenancies_houses import waiting_list
from tests.cast import Member


def test_a_managed_house_in_its_third_year(
    in_ina: Organization, officer: Member, head: Member, at: datetime, settings: Any, tmp_path: Path
) -> None:
    settings.UPLOADS = tmp_path
    tenancies.fill(town=in_ina, staff=list(Membership.objects.all()), by=head.actor, at=at)
    today = local_date(at)
    row = Tenancy.objects.get(room__house__kind="managed")
    assert row.status == "living"
    assert (today - row.starts_on).days > 2 * 365
    assert row.term_starts_on > row.starts_on
    assert RentCharge.objects.filter(tenancy=row).count() == tenancies.MONTHS + 1
    [debt] = selectors.arrears(on=today)
    assert (debt.tenancy.pk, debt.late_yen, debt.balance_yen) == (row.pk, 2 * 38_000, 3 * 38_000)
    assert (deposit_held(row), row.papers.count()) == (76_000, 3)
    house = House.objects.get(kind="managed")
    assert [one.row.is_mover for one in waiting_list(house, on=today, may_read_protected=True)] == [True, False]
    assert selectors.days_unlike_bookings() == selectors.outlasting_head_lease() == selectors.rents_unlike_ledger() == 0
    assert House.objects.filter(status="published").count() == 2
