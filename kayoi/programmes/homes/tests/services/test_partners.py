"""Brokers with a log-in: invited, let in, shut out."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from kayoi.engines.messages.models import Message
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.identity import services as identity
from kayoi.foundation.identity.models import Invitation, Membership
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization, Partnership
from kayoi.kit.dates import local_date
from kayoi.programmes.homes.models import Assignment, Broker, Home
from kayoi.programmes.homes.selectors.partners import access_of
from kayoi.programmes.homes.services import partners as services
from kayoi.programmes.homes.states import AssignmentStatus, BrokerStatus
from kayoi.programmes.homes.tests.houses import make_home
from kayoi.programmes.homes.tests.partners import give_to, make_partner
from tests.cast import Member, make_user

LINK = "https://kayoi.example/account/invitations/{token}/"


def test_the_first_invitation_opens_the_brokers_organization(in_ina: Organization, head: Member, at: datetime) -> None:
    broker = make_partner(in_ina, by=head.actor, at=at)
    partner = broker.partner
    assert partner is not None
    assert (partner.kind, partner.name, partner.programmes) == ("broker", "もみじ不動産(架空)", [])
    assert Partnership.objects.get().town == in_ina
    mail = Message.objects.get(template="homes/mail/broker_invited")
    assert "/account/invitations/" in mail.body
    assert "{" not in mail.body
    assert Entry.objects.filter(action="partnership.begin").exists()
    services.invite_broker(
        organization=in_ina, broker=broker, name="二人目", email="two@brokers.example", link=LINK, by=head.actor, at=at
    )
    assert Broker.objects.get(pk=broker.pk).partner == partner
    assert Partnership.objects.count() == 1
    with scope.of_organization(partner.pk):
        assert Invitation.objects.count() == 2


@pytest.mark.parametrize("status", [one for one in BrokerStatus if one is not BrokerStatus.ACTIVE])
def test_only_a_broker_on_the_register_is_invited(
    in_ina: Organization, head: Member, at: datetime, status: BrokerStatus
) -> None:
    broker = make_partner(in_ina, by=head.actor, at=at)
    Broker.objects.filter(pk=broker.pk).update(status=status)
    with pytest.raises(services.UnableToInvite):
        services.invite_broker(
            organization=in_ina, broker=broker, name="x", email="x@brokers.example", link=LINK, by=head.actor, at=at
        )


def test_who_accepts_becomes_a_member_of_the_broker_and_not_of_the_town(
    ina: Organization, head: Member, at: datetime
) -> None:
    user = make_user("momiji@brokers.example")
    with scope.of_organization(ina.pk):
        mail = make_mail(ina, head, at)
    token = mail.body.split("/account/invitations/")[1].split("/")[0]
    membership = identity.accept_invitation(token=token, user=user, by=head.actor, at=at)
    assert (membership.organization.kind, membership.role) == ("broker", "broker")
    assert not Membership.across.filter(user=user, organization=ina).exists()


def make_mail(town: Organization, head: Member, at: datetime) -> Message:
    make_partner(town, by=head.actor, at=at)
    mail: Message = Message.objects.get(template="homes/mail/broker_invited")
    return mail


def test_closing_the_counter_ends_it_today_and_withdraws_invitations(
    in_ina: Organization, head: Member, at: datetime
) -> None:
    broker = make_partner(in_ina, by=head.actor, at=at)
    later = at + timedelta(days=30)
    access = access_of(broker, in_ina, at=later)
    assert access.partnership is not None
    services.close_counter(partnership=access.partnership, by=head.actor, at=later)
    assert Partnership.objects.get().ends_before == local_date(later)
    closed = access_of(broker, in_ina, at=later)
    assert (closed.partnership, closed.invitations) == (None, [])
    services.invite_broker(
        organization=in_ina, broker=broker, name="再", email="again@brokers.example", link=LINK, by=head.actor, at=later
    )
    assert access_of(broker, in_ina, at=later).partnership is not None


def test_a_town_opens_partners_and_no_other_organization(in_ina: Organization) -> None:
    sql = "INSERT INTO tenancy_organization (slug, kind, name, name_en, place_code, hostname, programmes, accent,"
    sql += " introduction, introduction_en, office_name, phone, email, site_url, opened_on, version)"
    sql += " VALUES (%s, %s, 'x', '', '', '', '{}', '#0017c1', '', '', '', '', '', '', '2026-11-20', 1)"
    with connection.cursor() as cursor:
        cursor.execute(sql, ["partner-x", "broker"])
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            cursor.execute(sql, ["new-town", "municipality"])


@pytest.mark.parametrize("side", ["partner", "other"])
def test_only_the_town_writes_a_partnership(
    ina: Organization, sado: Organization, head: Member, at: datetime, side: str
) -> None:
    with scope.of_organization(ina.pk):
        partner = make_partner(ina, by=head.actor, at=at).partner
    assert partner is not None
    with scope.of_organization(partner.pk if side == "partner" else sado.pk):
        assert Partnership.objects.count() == (1 if side == "partner" else 0)
        assert Partnership.objects.update(ends_before=None) == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Partnership.objects.create(town=ina, partner=partner, starts_on=local_date(at) + timedelta(days=1))


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_a_partner_reads_the_houses_that_it_has_and_writes_nothing(
    ina: Organization, sado: Organization, head: Member, at: datetime
) -> None:
    with scope.of_organization(ina.pk):
        mine, others = (make_partner(ina, by=head.actor, at=at) for _ in range(2))
        homes = [make_home(by=head.actor, at=at, lot_number=f"{number}番") for number in range(5)]
        for home, broker, status in zip(
            homes, [mine, mine, mine, mine, others], [*AssignmentStatus, AssignmentStatus.ACCEPTED], strict=True
        ):
            give_to(broker, home, at=at, status=status)
        give_to(mine, homes[1], at=at, status=AssignmentStatus.DECLINED)  # said no first, and yes when asked again
    assert mine.partner is not None
    with scope.of_partner(ina.pk, mine.partner.pk):
        assert {home.pk for home in Home.objects.all()} == {home.pk for home in homes[:2]}
        assert Home.objects.get(pk=homes[1].pk) == homes[1]
        assert (
            count("homes_home") == count("homes_assignment") == Assignment.objects.count() == 2
        )  # the second wall alone
        assert count("homes_broker") == 1
        with pytest.raises(scope.NoScope):
            make_home(by=head.actor, at=at)
        with pytest.raises(scope.NoScope):
            Membership.objects.count()
        for sql in ("UPDATE homes_home SET title = 'x'", "SELECT * FROM casefiles_casefile"):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql)
    with scope.of_partner(sado.pk, mine.partner.pk):
        assert count("homes_home") == 0
