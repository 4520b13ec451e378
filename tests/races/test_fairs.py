"""Many hands on one shelf and one outbox: nothing below nothing, nothing doubled."""

from datetime import datetime
from uuid import uuid4

import pytest

from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.programmes.fairs import services
from kayoi.programmes.fairs.models import Brochure, BrochureRequest, Visit
from kayoi.programmes.fairs.tests.factories import ADDRESS, make_brochure, make_event, make_request, make_visit
from tests.races.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
BY = system("test")
CROWD = 12


def test_the_last_copies_go_to_as_many_as_there_are(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        brochure = make_brochure(by=BY, at=at, stock=5)
        requests = [
            make_request(brochure, by=BY, at=at, fields={"name": f"山田 {number}", **ADDRESS})
            for number in range(CROWD)
        ]

    def send(number: int) -> int:
        with scope.of_organization(ina.pk):
            return len(services.send_requests(requests=[requests[number]], by=BY, at=at))

    results = at_once(CROWD, send)
    assert sorted(map(str, results)) == ["0"] * 5 + ["1"] * (CROWD - 5)
    with scope.of_organization(ina.pk):
        assert Brochure.objects.get().stock == 0
        assert BrochureRequest.objects.filter(status="sent").count() == 5
        assert Engagement.objects.filter(kind="brochure").count() == 5


def test_two_windows_send_the_same_selection_once(ina: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        shelf = [make_brochure(by=BY, at=at) for _ in range(3)]
        requests = [
            make_request(brochure, by=BY, at=at, fields={"name": f"山田 {brochure.pk}", **ADDRESS})
            for brochure in shelf
        ]

    def send(number: int) -> int:
        order = requests if number % 2 else requests[::-1]
        with scope.of_organization(ina.pk):
            return len(services.send_requests(requests=order, by=BY, at=at))

    assert at_once(CROWD, send) == [0] * CROWD
    with scope.of_organization(ina.pk):
        assert set(Brochure.objects.values_list("stock", flat=True)) == {9}
        assert Engagement.objects.filter(kind="brochure").count() == 3


def test_one_entry_sent_by_many_tabs_is_one_visit(ina: Organization, at: datetime) -> None:
    key = uuid4()
    with scope.of_organization(ina.pk):
        event, brochure = make_event(by=BY, at=at), make_brochure(by=BY, at=at)

    def send(_: int) -> str:
        with scope.of_organization(ina.pk):
            return make_visit(event, by=BY, at=at, client_key=key, brochures=[brochure]).receipt

    results = at_once(CROWD, send)
    assert len(set(results)) == 1, results
    with scope.of_organization(ina.pk):
        assert (Visit.objects.count(), CaseFile.objects.count(), BrochureRequest.objects.count()) == (1, 1, 1)


def test_one_order_sent_many_times_is_one_request_and_one_file(ina: Organization, at: datetime) -> None:
    key = uuid4()
    with scope.of_organization(ina.pk):
        brochure = make_brochure(by=BY, at=at)

    def ask(_: int) -> int:
        with scope.of_organization(ina.pk):
            return make_request(brochure, by=BY, at=at, client_key=key).pk

    results = at_once(CROWD, ask)
    assert len(set(results)) == 1, results
    with scope.of_organization(ina.pk):
        assert (BrochureRequest.objects.count(), CaseFile.objects.count()) == (1, 1)
