"""Bodies that apply: found by their number or by name and seat, else opened; what stands on them is changed."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from kayoi.engines.casefiles.models import Body, CaseFile
from kayoi.engines.casefiles.selectors.bodies import known_body
from kayoi.engines.casefiles.services.files import FileFields, change_case_file, open_case_file
from kayoi.engines.casefiles.states import CaseFileStatus
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.verdict import Reason, Refused, verdict


class UnableToChangeBody(Refused):
    """Another body has this number already."""


@dataclass(frozen=True)
class BodyFields:
    """What is said of a body; `corporate_number` in its 13 digits, or empty."""

    name: str
    representative_title: str
    representative_name: str
    kana: str = ""
    corporate_number: str = ""
    postal_code: str = ""
    address: str = ""

    @property
    def of_file(self) -> FileFields:
        """What of it stands on the case file."""
        return FileFields(name=self.name, kana=self.kana, postal_code=self.postal_code, address=self.address)

    @property
    def of_body(self) -> dict[str, str]:
        """What of it stands beside the file."""
        return {
            "corporate_number": self.corporate_number,
            "representative_title": self.representative_title,
            "representative_name": self.representative_name,
        }


@transaction.atomic
def body_for(*, fields: BodyFields, by: Actor, at: datetime) -> CaseFile:
    """Return the file of the body with this number, or with this name and seat, else a new one (団体を見つける・作る).

    What stands on a known one stays: anybody can write a name. On a body no consultation goes on: its file is closed.
    """
    if (known := known_body(fields.corporate_number, name=fields.name, address=fields.address)) is not None:
        return known
    try:
        with transaction.atomic():
            file = open_case_file(fields=fields.of_file, status=CaseFileStatus.CLOSED, by=by, at=at)
            body = Body.objects.create(case_file=file, **fields.of_body)
            audit.record("casefiles.open_body", body, by=by, at=at, after={"case_file": file})
            return file
    except IntegrityError:  # two of one body came at once: the other one's file is theirs
        known = known_body(fields.corporate_number, name=fields.name, address=fields.address)
        if known is None:
            raise
        return known


@transaction.atomic
def change_body(*, body: Body, fields: BodyFields, version: int, by: Actor, at: datetime) -> None:
    """Change what stands on a body (団体の情報を書き換える), as when it has a new chair.

    Raises UnableToChangeBody where another one has the number, or ChangedMeanwhile.
    """
    try:
        with transaction.atomic():
            audit.change(body, fields.of_body, version=version, by=by, at=at)
    except IntegrityError as error:
        raise UnableToChangeBody(verdict([Reason("casefiles.number_of_another")])) from error
    file = body.case_file
    change_case_file(file=file, changes=fields.of_file, version=file.version, by=by, at=at)
