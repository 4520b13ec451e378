"""Tours of all towns on one page, joint ones with one application; each town shows what it receives."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR
from kayoi.kit.dates import local_date
from kayoi.programmes.tours import services
from kayoi.programmes.tours.models import Tour
from kayoi.programmes.tours.tests.factories import a_date, a_tour
from kayoi.programmes.tours.tests.giving import applied
from tests.cast import log_in_side

pytestmark = pytest.mark.django_db


def offered(town: Organization, name: str, *hosts: str, **fields: object) -> Tour:
    """Let a town call for a tour, with a date in each of these towns, for two persons each."""
    with log_in_side():
        Organization.objects.filter(pk=town.pk).update(programmes=["tours"])
    now = timezone.now()
    with scope.of_organization(town.pk):
        tour = a_tour(at=now, name=name, place_code=town.place_code, **fields)
        for number, host in enumerate(hosts):
            first = local_date(now) + timedelta(days=30 + number)
            a_date(tour, at=now, starts_on=first, place_code=host, capacity=2)
        services.publish_terms(tour=tour, by=VISITOR, at=now)
        tour.refresh_from_db()
    return tour


def page(path: str, **headers: str) -> str:
    response = Client(headers=headers).get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_tours_of_all_towns_stand_on_one_page(ina: Organization, sado: Organization) -> None:
    assert "いま申し込めるツアーはありません" in page("/tours/")
    offered(ina, "谷の暮らし", ina.place_code)
    joint = offered(sado, "谷と島", sado.place_code, ina.place_code)
    text = page("/tours/")
    assert text.index("谷の暮らし") < text.index("谷と島")
    assert f'href="/sado/tours/{joint.key}/"' in text
    assert text.count("連携ツアー</") == 1
    only = page("/tours/?joint=1")
    assert "谷の暮らし" not in only
    assert "同意した町にだけ" in only
    assert "Joint tour" in page("/tours/", accept_language="en")


def test_a_town_shows_the_tours_that_it_receives(ina: Organization, sado: Organization) -> None:
    joint = offered(sado, "谷と島", sado.place_code, ina.place_code)
    offered(ina, "谷の暮らし", ina.place_code)
    text = page("/ina/tours/")
    assert "この町に来るツアー" in text
    assert f'href="/sado/tours/{joint.key}/"' in text
    assert "この町に来るツアー" not in page("/sado/tours/")


def test_what_was_not_called_openly_or_is_full_or_closed(ina: Organization) -> None:
    tour = offered(ina, "谷の暮らし", ina.place_code)
    offered(ina, "声をかけた人だけ", ina.place_code, openly_called=False)
    assert "声をかけた人だけ" not in page("/tours/")
    with scope.of_organization(ina.pk):
        applied(ina, tour, 2, at=timezone.now())
    assert "満員(補欠として受け付けます)" in page("/tours/")
    with log_in_side():
        Organization.objects.filter(pk=ina.pk).update(programmes=[])
    assert "谷の暮らし" not in page("/tours/")
