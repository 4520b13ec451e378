"""Add those who came without having signed up: by the host on the spot, or by staff."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.programmes.furusato.models import Activity, SignUp
from kayoi.programmes.furusato.rules.taking_part import may_add
from kayoi.programmes.furusato.selectors.activities import held, locked_activity
from kayoi.programmes.furusato.services.confirming import confirm
from kayoi.programmes.furusato.services.signing import Comes, UnableToSignUp, put_on_list
from kayoi.programmes.furusato.services.telling import tell_person
from kayoi.programmes.furusato.states import ConfirmedBy, SignUpStatus


@transaction.atomic
def add_who_came(
    *, organization: Organization, activity: Activity, who: Comes, how: ConfirmedBy, link: str,
    client_key: UUID | None = None, channel: Channel = Channel.EVENT, by: Actor, at: datetime,
) -> SignUp:  # fmt: skip
    """Write somebody on the list who came without having signed up, and that they came (申込みなしで来た人を加える).

    The same client_key, or the same person again, is one. Who was waiting for a place has one by coming. Raises
    UnableToSignUp.
    """
    locked = locked_activity(activity)
    known = SignUp.objects.filter(client_key=client_key).first() if client_key else None
    if known is not None:
        return known
    answer = may_add(held(locked), now=at)
    if answer.refused:
        raise UnableToSignUp(answer)
    file = casefiles.file_for(fields=who.fields, file=who.file, person=who.person, by=by, at=at)
    row = SignUp.objects.filter(activity=locked, case_file=file).exclude(status=SignUpStatus.CANCELLED).first()
    if row is None:
        row = put_on_list(
            activity=locked, file=file, status=SignUpStatus.SIGNED, channel=channel, client_key=client_key, by=by, at=at
        )
    elif row.status == SignUpStatus.WAITING:
        audit.move(row, "let_in", by=by, at=at)
    row = confirm(sign_up=row, how=how, by=by, at=at)
    tell_person(organization=organization, sign_up=row, template="counted", link=link, by=by, at=at)
    return row
