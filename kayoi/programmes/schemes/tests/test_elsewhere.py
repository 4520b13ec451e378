"""Procedures whose applications have pages of their own programme are defined here and listed there."""

from datetime import datetime

from django.test import Client

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.procedures.tests.factories import make_handed_in, make_procedure
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.schemes.selectors.checks import requests_left_alone
from tests.cast import LogIn, Member


def test_stays_are_defined_here_and_not_listed(
    log_in: LogIn, ina: Organization, head: Member, at: datetime
) -> None:  # fmt: skip
    with scope.of_organization(ina.pk):
        procedure = make_procedure(at=at, with_rules=False, key="stay", kind="stay", title="体験住宅の利用")
        application = make_handed_in(procedure, make_file(), at=at, facts={})
        assert requests_left_alone() == 0
    public, staff = Client(), log_in(head.user)
    assert "体験住宅の利用" not in public.get("/ina/apply/").content.decode()
    assert public.get("/ina/apply/stay/").status_code == 404
    assert "体験住宅の利用" in staff.get("/ina/staff/procedures/").content.decode()
    shown = staff.get("/ina/staff/applications/").content.decode()
    assert "体験住宅の利用" not in shown
    assert application.receipt not in shown
    assert staff.get(f"/ina/staff/applications/{application.pk}/").status_code == 404
