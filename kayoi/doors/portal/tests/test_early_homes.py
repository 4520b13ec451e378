"""Who is registered with a town sees its houses before they are public, where a benefit says so."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from kayoi.doors.portal.services import note_early_view
from kayoi.foundation.identity.services import set_setting
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.programmes.furusato.models import Benefit, BenefitUse
from kayoi.programmes.furusato.services.telling_registered import new_page
from kayoi.programmes.furusato.tests import factories as make
from kayoi.programmes.homes.states import EARLY_DAYS
from kayoi.programmes.homes.tests.test_public import publish
from tests.cast import Member

pytestmark = pytest.mark.django_db


def test_a_benefit_opens_houses_that_are_not_public_yet(client: Client, ina: Organization, officer: Member) -> None:
    now = timezone.now() - timedelta(minutes=5)
    with scope.of_organization(ina.pk):
        set_setting(which=EARLY_DAYS, value=7, starts_on=now.date(), by=officer.actor, at=now)
        register = make.a_register()
        row = make.a_registration(register, at=now)
        token = new_page(registration=row, by=system("test"), at=now)
    publish(officer, at=now, title="先に見る家")
    mine, page = f"/ina/furusato/a/{token}/", f"/ina/early-homes/{token}/"
    assert "見られません" in client.get(page).content.decode(), "no benefit opens them"
    with scope.of_organization(ina.pk):
        benefit = make.a_benefit(register, kind="homes_early", proof="nothing", cost_yen=0, per_person=30)
        make.a_benefit(make.a_register(), name="よその特典")
    assert page in client.get(mine).content.decode()
    assert "よその特典" not in client.get(mine).content.decode()
    assert "先に見る家" not in client.get(page).content.decode(), "it is recorded: one presses first"
    for _ in range(2):
        assert "先に見る家" in client.post(page).content.decode()
    with scope.of_organization(ina.pk):
        assert BenefitUse.objects.get().registration == row, "once a day"
        Benefit.objects.filter(pk=benefit.pk).update(is_recorded=False, per_person=None)
    assert "先に見る家" in client.get(page).content.decode()
    assert client.get("/ina/early-homes/wrong/").status_code == 404


def test_a_view_counts_once_a_day_and_not_where_nothing_is_recorded(ina: Organization, at: datetime) -> None:
    by = system("test")
    with scope.of_organization(ina.pk):
        register = make.a_register()
        row = make.a_registration(register, at=at)
        benefit = make.a_benefit(register, kind="homes_early", proof="nothing", cost_yen=0, per_person=30)
        for later in (timedelta(0), timedelta(hours=1), timedelta(days=1)):
            note_early_view(benefit=benefit, registration=row, by=by, at=at + later)
        assert BenefitUse.objects.count() == 2
        Benefit.objects.filter(pk=benefit.pk).update(is_recorded=False, per_person=None)
        benefit.refresh_from_db()
        note_early_view(benefit=benefit, registration=row, by=by, at=at + timedelta(days=2))
        assert BenefitUse.objects.count() == 2


def test_whoever_presses_too_often_is_told(client: Client, ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        register = make.a_register()
        row = make.a_registration(register, at=at)
        make.a_benefit(register, kind="homes_early", proof="nothing", cost_yen=0, per_person=30)
        page = f"/ina/early-homes/{new_page(registration=row, by=system('test'), at=at)}/"
    with override_settings(ACCOUNT_RATE_LIMITS=settings.ACCOUNT_RATE_LIMITS | {"ask": "1/m/ip"}):
        assert [client.post(page).status_code for _ in range(2)] == [200, 429]
