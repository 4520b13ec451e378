"""A pool of brokers by agreement: each town has rows of its own; status follows; the end is no loss of houses."""

from datetime import date, timedelta
from typing import Any

import pytest

from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.services import end_sharing, share
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization, Sharing
from kayoi.foundation.tenancy.states import Shared
from kayoi.programmes.homes import services
from kayoi.programmes.homes.jobs import share_brokers, take_brokers
from kayoi.programmes.homes.models import Assignment, Broker
from kayoi.programmes.homes.states import HOME, AssignedBy
from kayoi.programmes.homes.tests.houses import make_home
from tests.cast import LogIn, Member
from tests.clock import NOW
from tests.jobs import run_jobs


@pytest.fixture
def sharing(ina: Organization, sado: Organization, head: Member) -> Sharing:
    """Ina has shared its brokers with Sado for some days."""
    with scope.of_organization(ina.pk):
        days = {"starts_on": NOW.date() - timedelta(days=5000)}
        return share(giver=ina, reader=sado, what=Shared.BROKERS, by=head.actor, at=NOW, **days)


def broker(town: Organization, licence: str, *, status: str = "active", **fields: Any) -> Broker:
    values = {
        "name": f"業者{licence}", "licence_until": date(2030, 1, 1), "association": "宅建協会", "phone": "0265-00-0000",
        "office": "伊那市", **fields,
    }  # fmt: skip
    with scope.of_organization(town.pk):
        return Broker.objects.create(licence=licence, status=status, **values)


def move(row: Broker, action: str, by: Member) -> None:
    with scope.of_organization(row.organization_id):
        audit.move(row, action, by=by.actor, at=NOW)


def pool(town: Organization) -> dict[str, str]:
    with scope.of_organization(town.pk):
        rows = Broker.objects.exclude(shared_from="").order_by("licence")
        return dict(rows.values_list("licence", "status"))


def house_of(town: Organization, licence: str, by: Member) -> str:
    with scope.of_organization(town.pk):
        home = make_home(by=by.actor, at=NOW, status="assigned")  # type: ignore[arg-type]
        broker = Broker.objects.get(licence=licence)
        Assignment.objects.create(home=home, broker=broker, assigned_by=AssignedBy.WISH, assigned_at=NOW)
        return str(home.pk)


def follow_ups(town: Organization) -> int:
    with scope.of_organization(town.pk):
        return FollowUp.objects.filter(cause=HOME).count()


def test_the_other_town_gets_rows_of_its_own_and_twice_is_once(sharing: Sharing, ina: Any, sado: Any) -> None:
    broker(ina, "長野(1)1")
    broker(ina, "長野(1)2", status="applied")
    broker(ina, "長野(1)3", status="cancelled")
    for _ in range(2):
        take_brokers.func(sado.pk)
    assert pool(sado) == {"長野(1)1": "active"}
    assert pool(ina) == {}
    with scope.of_organization(sado.pk):
        assert Broker.objects.get().shared_from == "ina"


def test_changes_and_status_follow(sharing: Sharing, ina: Any, sado: Any, head: Member) -> None:
    row = broker(ina, "1")
    take_brokers.func(sado.pk)
    with scope.of_organization(ina.pk):
        audit.change(row, {"phone": "0265-99-9999"}, version=1, by=head.actor, at=NOW)
    move(row, "suspend", head)
    share_brokers.func(ina.pk)
    run_jobs()
    assert pool(sado) == {"1": "suspended"}
    with scope.of_organization(sado.pk):
        assert Broker.objects.get().phone == "0265-99-9999"
    for action, status in (("admit", "active"), ("cancel", "cancelled")):
        move(row, action, head)
        take_brokers.func(sado.pk)
        assert pool(sado) == {"1": status}
    move(row, "apply_again", head)
    move(row, "admit", head)
    take_brokers.func(sado.pk)
    assert pool(sado) == {"1": "active"}


def test_a_decision_of_the_other_town_stays(
    sharing: Sharing, ina: Any, sado: Any, head: Member, sado_officer: Member
) -> None:
    broker(ina, "1")
    take_brokers.func(sado.pk)
    with scope.of_organization(sado.pk):
        copy = Broker.objects.get()
    move(copy, "suspend", sado_officer)
    take_brokers.func(sado.pk)
    assert pool(sado) == {"1": "suspended"}


def test_a_towns_own_registration_counts(sharing: Sharing, ina: Any, sado: Any) -> None:
    broker(sado, "1", name="佐渡の名前")
    broker(ina, "1", name="伊那の名前")
    take_brokers.func(sado.pk)
    with scope.of_organization(sado.pk):
        assert (Broker.objects.get().name, Broker.objects.get().shared_from) == ("佐渡の名前", "")


def test_a_suspended_copy_with_houses_is_told(
    sharing: Sharing, ina: Any, sado: Any, head: Member, sado_officer: Member
) -> None:
    row = broker(ina, "1")
    take_brokers.func(sado.pk)
    home = house_of(sado, "1", sado_officer)
    move(row, "suspend", head)
    for _ in range(2):
        take_brokers.func(sado.pk)
    with scope.of_organization(sado.pk):
        assert FollowUp.objects.get(cause=HOME).reference == home


def test_the_end_of_sharing_suspends_copies_without_houses_and_asks_for_the_others(
    sharing: Sharing, ina: Any, sado: Any, head: Member, sado_officer: Member
) -> None:
    broker(ina, "1")
    broker(ina, "2")
    take_brokers.func(sado.pk)
    house_of(sado, "2", sado_officer)
    with scope.of_organization(ina.pk):
        end_sharing(sharing=sharing, by=head.actor, at=NOW)
    for _ in range(2):
        take_brokers.func(sado.pk)
    assert pool(sado) == {"1": "suspended", "2": "active"}
    assert follow_ups(sado) == 1
    with scope.of_organization(sado.pk):
        Assignment.objects.update(status="ended")
    take_brokers.func(sado.pk)
    assert pool(sado) == {"1": "suspended", "2": "suspended"}


def test_without_an_agreement_nothing_is_handed_on(ina: Any, sado: Any, operator_organization: Any) -> None:
    broker(ina, "1")
    take_brokers.func(sado.pk)
    assert pool(sado) == {}


def test_copies_are_not_handed_on(sharing: Sharing, ina: Any, sado: Any, nagano: Any, sado_officer: Member) -> None:
    broker(ina, "1")
    take_brokers.func(sado.pk)
    with scope.of_organization(sado.pk):
        started = {"starts_on": NOW.date() - timedelta(days=10)}
        share(giver=sado, reader=nagano, what=Shared.BROKERS, by=sado_officer.actor, at=NOW, **started)
    take_brokers.func(nagano.pk)
    assert pool(nagano) == {}


def test_the_page_of_sharing_is_followed_at_once(
    ina: Organization, sado: Organization, head: Member, log_in: LogIn
) -> None:
    broker(ina, "1")
    desk = log_in(head.user)
    given = {"reader": sado.pk, "what": Shared.BROKERS, "starts_on": "2026-01-01"}
    assert desk.post("/ina/staff/sharings/", given).status_code == 302
    run_jobs()
    assert pool(sado) == {"1": "active"}
    with scope.of_organization(ina.pk):
        pk = Sharing.objects.get().pk
    desk.post(f"/ina/staff/sharings/{pk}/end/")
    run_jobs()
    assert pool(sado) == {"1": "suspended"}


def test_a_change_of_the_register_is_handed_on_at_once(
    sharing: Sharing, ina: Organization, sado: Organization, head: Member, sado_officer: Member
) -> None:
    row = broker(ina, "1")
    take_brokers.func(sado.pk)
    home = house_of(sado, "1", sado_officer)
    with scope.of_organization(ina.pk):
        services.suspend_broker(broker=row, why="免許の停止", by=head.actor, at=NOW)
    run_jobs()
    assert pool(sado) == {"1": "suspended"}
    with scope.of_organization(sado.pk):
        assert Assignment.objects.get(home=int(home)).status == "ended", "the house is given back there too"
