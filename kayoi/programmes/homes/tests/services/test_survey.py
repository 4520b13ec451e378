"""A survey at the house: exactly once, into the file when the surveyor says so."""

from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kayoi.foundation.files.services import UnableToTakeFile
from kayoi.foundation.files.tests.test_services import with_gps
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.homes import services
from kayoi.programmes.homes.models import Home, HomeEvent, Picture, Survey
from kayoi.programmes.homes.states import HomeStatus
from kayoi.programmes.homes.tests.houses import make_home
from tests.cast import Member


def found(**more: object) -> services.Found:
    values = services.Found(
        surveyed_on=date(2026, 11, 19), surveyor="佐藤", findings={"roof": "holes", "storeys": 2}, client_key=uuid4()
    )
    return replace(values, **more)  # type: ignore[arg-type]


def photo(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("家.jpg", data, "image/jpeg")


def test_a_survey_is_written_once_and_the_house_moves_on(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(
        by=officer.actor, at=at, status=HomeStatus.SURVEY_SCHEDULED, details={"roof": "sound", "gas": "none"}
    )
    planned = Survey.objects.create(home=home, planned_at=at)
    sent = found(photos=[photo(with_gps())])
    for _ in range(2):
        survey = services.record_survey(home=home, found=sent, by=officer.actor, at=at)
    assert (survey.pk, survey.findings) == (planned.pk, {"roof": "holes", "storeys": 2})
    home.refresh_from_db()
    assert (home.status, home.details) == (HomeStatus.SURVEYED, {"roof": "holes", "gas": "none", "storeys": 2})
    assert (Survey.objects.count(), Picture.objects.count()) == (1, 1)
    assert HomeEvent.objects.filter(action="survey").count() == 1


def test_the_file_stays_as_it_is_unless_the_surveyor_confirms(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    home = make_home(by=officer.actor, at=at, status=HomeStatus.PUBLISHED, details={"roof": "sound"})
    services.record_survey(home=home, found=found(into_file=False), by=officer.actor, at=at)
    home.refresh_from_db()
    assert (home.status, home.details) == (HomeStatus.PUBLISHED, {"roof": "sound"})
    assert Survey.objects.get().findings["roof"] == "holes"


def test_what_cannot_be_taken_leaves_nothing_behind(in_ina: Organization, officer: Member, at: datetime) -> None:
    home = make_home(by=officer.actor, at=at, status=HomeStatus.CHECKING)
    with pytest.raises(services.UnableToKeepItems):
        services.record_survey(home=home, found=found(findings={"roof": "gold"}), by=officer.actor, at=at)
    with pytest.raises(UnableToTakeFile):
        services.record_survey(home=home, found=found(photos=[photo(b"no photo")]), by=officer.actor, at=at)
    assert not Survey.objects.exists()
    assert Home.objects.get().status == HomeStatus.CHECKING
