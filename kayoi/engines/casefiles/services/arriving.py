"""To which file somebody belongs who comes by whatever way: known by staff, by their log-in, or new."""

from datetime import datetime

from django.db import IntegrityError, transaction

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services.files import FileFields, open_case_file, reopen_case_file
from kayoi.engines.casefiles.states import CaseFileStatus
from kayoi.foundation.identity.models import Person
from kayoi.kit.actor import Actor, system


@transaction.atomic
def file_for(
    *, fields: FileFields, file: CaseFile | None = None, person: Person | None = None, by: Actor, at: datetime
) -> CaseFile:
    """Return the file that is known, the one of the log-in, or a new one (個票を見つける・作る).

    A name alone never finds a file. The file of a log-in that was closed is opened again.
    """
    if file is not None:
        return file
    known = _file_of(person)
    if known is None:
        try:
            with transaction.atomic():
                return open_case_file(fields=fields, person=person, by=by, at=at)
        except IntegrityError:  # the same person came twice at once: the other one's file is theirs
            known = _file_of(person)
            if known is None:
                raise
    if known.status == CaseFileStatus.CLOSED:
        reopen_case_file(file=known, by=system("casefiles.file_for"), at=at)
    return known


def _file_of(person: Person | None) -> CaseFile | None:
    return None if person is None else CaseFile.objects.without_search().roots().filter(person=person).first()
