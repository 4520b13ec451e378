"""Connect a log-in with a town's file: by a one-time link, never by a name alone. And let it go again."""

from datetime import datetime, timedelta

from django.db import transaction

from kayoi.engines.casefiles.models import CaseFile, ConnectLink
from kayoi.engines.casefiles.selectors.families import family_ids, roots_of
from kayoi.engines.casefiles.services.notes import add_engagement
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.kit.actor import Actor
from kayoi.kit.tokens import new_token, token_hash

CONNECT_DAYS = 30


class UnableToConnect(Exception):
    """The link is unknown, used or too old, or the file belongs to another log-in."""


@transaction.atomic
def offer_connection(*, file: CaseFile, by: Actor, at: datetime) -> str:
    """Make a one-time link (結びつけのリンクを作る) for a mail to the address of the file; return its secret."""
    token = new_token()
    link = ConnectLink.objects.create(
        case_file=file, token_hash=token_hash(token), expires_at=at + timedelta(days=CONNECT_DAYS)
    )
    audit.record("casefiles.offer_connection", link, by=by, at=at, after={"case_file": file})
    return token


@transaction.atomic
def connect_person(*, token: str, person: Person, by: Actor, at: datetime) -> CaseFile:
    """Connect a log-in by the link of the mail (ログインと個票を結びつける). Raises UnableToConnect.

    Runs on the log-in side: which town it is stands in the link only.
    """
    link = (
        ConnectLink.across.select_for_update()
        .filter(token_hash=token_hash(token), used_at=None, expires_at__gt=at)
        .first()
    )
    if link is None:
        raise UnableToConnect
    with scope.of_organization(link.organization_id):
        file = roots_of([link.case_file_id])[link.case_file_id]
        link_person(file=file, person=person, by=by, at=at)
        ConnectLink.objects.filter(pk=link.pk).update(used_at=at)
    return file


@transaction.atomic
def link_person(*, file: CaseFile, person: Person, by: Actor, at: datetime) -> None:
    """Connect a proven log-in with a file. Raises UnableToConnect when either is already bound otherwise."""
    if file.person_id == person.pk:
        return
    taken = CaseFile.objects.roots().filter(person=person).exists()
    if file.person_id is not None or taken:
        raise UnableToConnect
    CaseFile.objects.filter(pk__in=family_ids(file), person=None).update(person=person)
    add_engagement(file=file, kind="login_linked", occurred_at=at, channel=Channel.PORTAL, by=by, at=at)
    audit.record("casefiles.link_person", file, by=by, at=at, after={"person": person})
    file.refresh_from_db(fields=["person"])


@transaction.atomic
def unlink_person(*, person: Person, by: Actor, at: datetime) -> int:
    """Let go of a log-in that is being erased (ログインとの結びつきを消す); return how many files had it."""
    files = list(CaseFile.objects.without_search().filter(person=person))
    for file in files:
        CaseFile.objects.filter(pk=file.pk).update(person=None)
        add_engagement(file=file, kind="login_erased", occurred_at=at, channel=Channel.PORTAL, by=by, at=at)
        audit.record("casefiles.unlink_person", file, by=by, at=at, before={"person": file.person_id})
    return len(files)
