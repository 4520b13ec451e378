"""Take a request for brochures from the public page or a caller: whose file it is, the consents, the requests."""

from datetime import datetime

from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import ConsentPurpose
from kayoi.foundation.identity.models import Person
from kayoi.kit.actor import Actor
from kayoi.programmes.fairs.models import BrochureRequest
from kayoi.programmes.fairs.selectors import requests_sent_before
from kayoi.programmes.fairs.services.brochures import Wanted, request_brochures


@transaction.atomic
def ask_for_brochures(
    *,
    fields: casefiles.FileFields,
    person: Person | None,
    consents: frozenset[ConsentPurpose],
    wanted: Wanted,
    by: Actor,
    at: datetime,
) -> list[BrochureRequest]:
    """Take a request with the address to send to (資料請求を受ける). The same client_key twice is one request.

    A log-in finds its own file; a name alone never does.
    """
    if known := requests_sent_before(wanted.client_key):
        return known
    try:
        with transaction.atomic():
            file = _file_for(fields, person, by=by, at=at)
            for purpose in sorted(consents):
                casefiles.give_consent(
                    file=file, purpose=purpose, channel=wanted.channel, given_at=wanted.requested_at, by=by, at=at
                )
            return request_brochures(file=file, wanted=wanted, by=by, at=at)
    except IntegrityError:  # two at once: the first one counts, and the second leaves no empty file behind
        known = requests_sent_before(wanted.client_key)
        if not known:
            raise
        return known


def _file_for(fields: casefiles.FileFields, person: Person | None, *, by: Actor, at: datetime) -> CaseFile:
    if person is not None:
        known = CaseFile.objects.without_search().roots().filter(person=person).first()
        if known is not None:
            where: casefiles.FileFields = {
                "postal_code": fields["postal_code"],
                "place_code": fields["place_code"],
                "address": fields["address"],
                "email": known.email or fields["email"],
            }
            casefiles.change_case_file(file=known, changes=where, version=known.version, by=by, at=at)
            found: CaseFile = known
            return found
    return casefiles.open_case_file(fields=fields, person=person, by=by, at=at)
