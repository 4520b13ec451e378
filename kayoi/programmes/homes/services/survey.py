"""Write down what was found at a house, from the desk or sent later from a phone: exactly once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.programmes.homes.models import Broker, Home, Survey
from kayoi.programmes.homes.rules.items import may_keep
from kayoi.programmes.homes.selectors.process import planned_survey
from kayoi.programmes.homes.services.homes import UnableToKeepItems, change_home
from kayoi.programmes.homes.services.pictures import add_picture
from kayoi.programmes.homes.services.process import finish_survey
from kayoi.programmes.homes.states import PictureKind, SurveyedBy


@dataclass(frozen=True)
class Found:
    """What a surveyor brings back from a house."""

    surveyed_on: date
    surveyor: str
    findings: Mapping[str, Any]
    by_whom: SurveyedBy = SurveyedBy.STAFF
    broker: Broker | None = None
    remark: str = ""
    photos: Sequence[UploadedFile] = field(default=())  # type: ignore[type-arg]  # no brackets at run time
    into_file: bool = True  # the surveyor says that the house file is to be written anew from this
    client_key: UUID | None = None


@transaction.atomic
def record_survey(*, home: Home, found: Found, by: Actor, at: datetime) -> Survey:
    """Write down a survey (現地調査を記録する) with its photos; the planned one where there is one.

    The same client_key twice is one survey. A house that waited for it moves on; any other stays where it is. Raises
    UnableToKeepItems, UnableToTakeFile.
    """
    house = Home.objects.select_for_update().get(pk=home.pk)  # a second sending waits here, and then sees the first
    if found.client_key and (known := Survey.objects.filter(client_key=found.client_key).first()):
        return known
    if (answer := may_keep(found.findings)).refused:
        raise UnableToKeepItems(answer)
    survey = planned_survey(house) or Survey(home=house)
    survey.surveyed_on, survey.by_whom, survey.surveyor = found.surveyed_on, found.by_whom, found.surveyor
    survey.broker = found.broker or survey.broker
    survey.findings, survey.remark, survey.client_key = dict(found.findings), found.remark, found.client_key
    survey.save()
    audit.record(
        "homes.survey", survey, by=by, at=at,
        after={"home": house, "on": found.surveyed_on, "items": sorted(found.findings), "photos": len(found.photos)},
    )  # fmt: skip
    for photo in found.photos:
        add_picture(
            home=house, upload=photo, name=photo.name or "", size=photo.size or 0, kind=PictureKind.PHOTO, by=by, at=at
        )
    if found.into_file and found.findings:
        details = {**house.details, **found.findings}
        change_home(home=house, changes={"details": details}, version=None, by=by, at=at, why="現地調査")
    finish_survey(home=house, by=by, at=at)
    home.refresh_from_db()
    return survey
