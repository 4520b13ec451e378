"""A viewing of a house becomes a stop of a guided day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_time
from kayoi.programmes.appointments.models import Stop
from kayoi.programmes.appointments.tests.factories import make_day
from kayoi.programmes.homes.models import Viewing
from kayoi.programmes.homes.tests.seekers import make_seeker, make_shown, make_viewing
from tests.cast import LogIn, Member

pytestmark = pytest.mark.django_db
BY = system("test")


def test_a_viewing_is_put_into_the_familys_day(log_in: LogIn, officer: Member, ina: Organization) -> None:
    desk, now = log_in(officer.user), timezone.now()
    starts = local_time(now + timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)
    with scope.of_organization(ina.pk):
        file = make_file()
        viewing, other = (
            make_viewing(make_shown(make_file(name="所有者"), by=BY, at=now), seeker, by=BY, at=now, starts_at=starts)
            for seeker in [make_seeker(file, by=BY, at=now)] * 2
        )
    page = reverse("workspace:viewing_in_day", kwargs={"organization": "ina", "pk": viewing.pk})
    assert "この日に、この人の現地案内はありません" in desk.get(page).content.decode()
    with scope.of_organization(ina.pk):
        make_day(file, at=now, on=starts.date() + timedelta(days=1))
        day = make_day(file, at=now, on=starts.date())
    assert desk.post(page, {"day": "0"}).status_code == 422
    assert desk.post(page, {"day": day.pk}).status_code == 302
    shown = reverse("appointments:day", kwargs={"organization": "ina", "pk": day.pk})
    assert desk.get(page)["Location"] == shown
    with scope.of_organization(ina.pk):
        stop = Stop.objects.get()
        assert (stop.kind, stop.starts_at, stop.ends_before) == ("house", starts, starts + timedelta(hours=1))
        assert Viewing.objects.get(pk=viewing.pk).guided_day == str(day.pk)
    taken = desk.post(page.replace(str(viewing.pk), str(other.pk)), {"day": day.pk})
    assert "重なっています" in taken.content.decode()
