"""The record of a body, put right by staff."""

import pytest
from django.utils import timezone

from kayoi.engines.casefiles.models import Body
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.schemes.tests.factories import make_body
from kayoi.programmes.schemes.tests.pages import written_in
from tests.cast import LogIn, Member

pytestmark = pytest.mark.django_db


def test_staff_write_down_a_new_chair(log_in: LogIn, officer: Member, ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        file = make_body("長谷の会", by=officer.actor, at=timezone.now())
        make_body("会社", by=officer.actor, at=timezone.now(), corporate_number="7000012050002")
    client, page = log_in(officer.user), f"/ina/staff/case-files/{file.pk}/"
    assert "会長 中山 正" in client.get(page).content.decode()
    form = written_in(client.get(f"{page}body/").content.decode())
    taken = client.post(f"{page}body/", form | {"corporate_number": "7000012050002"})
    assert "この法人番号の団体は、すでにあります。" in taken.content.decode()
    changed = form | {"representative_name": "春日 恵"}
    assert "会長 春日 恵" in client.post(f"{page}body/", changed, follow=True).content.decode()
    slower = client.post(f"{page}body/", changed | {"representative_name": "別の 人"})
    assert slower.status_code == 422
    with scope.of_organization(ina.pk):
        assert Body.objects.get(case_file=file).representative_name == "春日 恵"


def test_a_person_has_no_such_page(log_in: LogIn, officer: Member, ina: Organization) -> None:
    with scope.of_organization(ina.pk):
        file = make_body("長谷の会", by=officer.actor, at=timezone.now())
        Body.objects.filter(case_file=file).delete()
    assert log_in(officer.user).get(f"/ina/staff/case-files/{file.pk}/body/").status_code == 404
