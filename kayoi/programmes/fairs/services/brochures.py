"""Brochures: print, be asked for, send. The stock is locked before it is looked at and never goes below nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import protected_among
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.followups import services as followups
from kayoi.engines.messages import services as messages
from kayoi.engines.openings import services as openings
from kayoi.engines.openings.states import OpeningKind
from kayoi.foundation.audit import services as audit
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date, wareki
from kayoi.kit.tokens import new_reference
from kayoi.kit.verdict import Verdict
from kayoi.programmes.fairs.models import Brochure, BrochureRequest
from kayoi.programmes.fairs.rules import may_send
from kayoi.programmes.fairs.selectors import brochures_opening, offered_brochures
from kayoi.programmes.fairs.states import BROCHURES, CAUSE_REQUEST, SEND_WITHIN_DAYS, RequestStatus


@dataclass(frozen=True)
class Wanted:
    """What is asked for, how and when."""

    brochures: Sequence[Brochure]
    channel: Channel
    requested_at: datetime
    copies: int = 1
    client_key: UUID | None = None


@transaction.atomic
def make_brochure(*, organization: Organization, fields: dict[str, Any], by: Actor, at: datetime) -> Brochure:
    """Enter a brochure (資料を登録する); the town page leads to what can be asked for."""
    brochure = Brochure.objects.create(**fields)
    _tell_public(organization, by=by, at=at)
    audit.record("fairs.make_brochure", brochure, by=by, at=at, after={"stock": brochure.stock})
    return brochure


@transaction.atomic
def change_brochure(
    *, organization: Organization, brochure: Brochure, fields: dict[str, Any], version: int, by: Actor, at: datetime
) -> None:
    """Change what is written about a brochure (資料を直す), not its stock. Raises ChangedMeanwhile."""
    if "offered" in audit.change(brochure, fields, version=version, by=by, at=at):
        _tell_public(organization, by=by, at=at)


def _tell_public(organization: Organization, *, by: Actor, at: datetime) -> None:
    """Publish that brochures can be asked for, or that there are none now."""
    offered, there = offered_brochures().exists(), brochures_opening() is not None
    if offered and not there:
        fields: openings.OpeningFields = {
            "title": f"{organization.name}の資料を取り寄せる",
            "title_en": f"Brochures of {organization.name_en}" if organization.name_en else "",
            "place_code": organization.place_code,
            "path": f"/{organization.slug}/brochures/",
        }
        openings.publish_opening(kind=OpeningKind.BROCHURE, reference=BROCHURES, fields=fields, by=by, at=at)
    if there and not offered:
        openings.withdraw_opening(kind=OpeningKind.BROCHURE, reference=BROCHURES, by=by, at=at)


@transaction.atomic
def add_stock(*, brochure: Brochure, copies: int, why: str, by: Actor, at: datetime) -> int:
    """Add printed copies, or take away (a negative number) what was handed out or lost (在庫を増減する).

    Return what is left. Raises OutOfStock when more is taken than there is.
    """
    locked = Brochure.objects.select_for_update().get(pk=brochure.pk)
    if locked.stock + copies < 0:
        raise OutOfStock(locked.stock)
    Brochure.objects.filter(pk=brochure.pk).update(stock=F("stock") + copies)
    left = locked.stock + copies
    audit.record(
        "fairs.add_stock", brochure, by=by, at=at, why=why, before={"stock": locked.stock}, after={"stock": left}
    )
    return left


class OutOfStock(Exception):
    """There are fewer copies than are to be taken; `args[0]` says how many."""


@transaction.atomic
def request_brochures(*, file: CaseFile, wanted: Wanted, by: Actor, at: datetime) -> list[BrochureRequest]:
    """Keep that somebody wants brochures by post (資料請求を受ける); who has a mail address gets a receipt.

    IntegrityError when the client_key was used.
    """
    receipt = new_reference()
    due_on = business_days_later(local_date(wanted.requested_at), SEND_WITHIN_DAYS)
    made = []
    for brochure in sorted(wanted.brochures, key=lambda one: one.pk):
        request = BrochureRequest.objects.create(
            case_file=file,
            brochure=brochure,
            copies=wanted.copies,
            channel=wanted.channel,
            requested_at=wanted.requested_at,
            due_on=due_on,
            receipt=receipt,
            client_key=wanted.client_key,
        )
        followups.plan_follow_up(
            title=f"資料を送る({brochure.title})", due_on=due_on, case_file=file, owner=file.assigned_to,
            cause=CAUSE_REQUEST, reference=str(request.pk), by=by, at=at,
        )  # fmt: skip
        audit.record("fairs.request_brochure", request, by=by, at=at, after={"case_file": file, "brochure": brochure})
        made.append(request)
    _mail_receipt(made, by=by, at=at)
    return made


def _mail_receipt(made: Sequence[BrochureRequest], *, by: Actor, at: datetime) -> None:
    """Mail what was asked for and by when it is sent; not to where, since a mistyped address may be a stranger's."""
    file, first = made[0].case_file, made[0]
    if not file.email:
        return
    town, japanese = file.organization, file.language != "en"
    titles = [one.brochure.title if japanese else one.brochure.title_en or one.brochure.title for one in made]
    messages.send(
        template="fairs/mail/requested",
        language="ja" if japanese else "en",
        to_address=file.email,
        values={
            "name": file.name or ("お客さま" if japanese else "Visitor"),
            "organization": town.name if japanese else town.name_en or town.name,
            "office": town.office_name,
            "brochures": "\n".join(f"・{title}" if japanese else f"- {title}" for title in titles),
            "due": wareki(first.due_on) if japanese else first.due_on.strftime("%-d %B %Y"),
            "receipt": first.receipt,
            "phone": town.phone,
        },
        case_file=file,
        cause=CAUSE_REQUEST,
        reference=str(first.pk),
        by=by,
        at=at,
    )


@transaction.atomic
def tell_labels(*, requests: Sequence[BrochureRequest], by: Actor, at: datetime) -> None:
    """Write down that addresses were printed or exported (宛名を出した記録)."""
    for request in requests:
        audit.record("fairs.print_label", request, by=by, at=at, after={"case_file": request.case_file_id})


@transaction.atomic
def send_requests(
    *, requests: Sequence[BrochureRequest], by: Actor, at: datetime, why: str = ""
) -> list[tuple[BrochureRequest, Verdict]]:
    """Write down that brochures went to the post (発送する); return those that may not be sent, with the reasons.

    What another window has sent meanwhile is left alone: nobody gets it counted twice. `why` is the reason for
    writing to a person under protection measures, and then there is one request.
    """
    ids = [request.pk for request in requests]
    waiting = list(
        BrochureRequest.objects.filter(pk__in=ids, status=RequestStatus.REQUESTED)
        .select_related("case_file")
        .defer("case_file__search")
        .order_by("pk")
        .select_for_update(of=["self"])
    )
    # All shelves in one order, so that two windows never wait for each other crosswise.
    shelves = {
        brochure.pk: brochure
        for brochure in Brochure.objects.filter(pk__in={request.brochure_id for request in waiting})
        .order_by("pk")
        .select_for_update()
    }
    held_back = protected_among([request.case_file for request in waiting], on=local_date(at))
    refused = []
    for request in waiting:
        answer = may_send(
            stock=shelves[request.brochure_id].stock,
            copies=request.copies,
            has_address=bool(request.case_file.address),
            protected=request.case_file_id in held_back,
            reason=why,
        )
        if answer.refused:
            refused.append((request, answer))
        else:
            _send(request, shelves[request.brochure_id], answer, why, by=by, at=at)
    return refused


def _send(request: BrochureRequest, brochure: Brochure, answer: Verdict, why: str, *, by: Actor, at: datetime) -> None:
    audit.move(request, "send", by=by, at=at, verdict=answer, why=why, also={"sent_at": at})
    Brochure.objects.filter(pk=brochure.pk).update(stock=F("stock") - request.copies)
    brochure.stock -= request.copies
    casefiles.add_engagement(
        file=request.case_file, kind="brochure", occurred_at=at, channel=Channel.LETTER,
        quantity=Decimal(request.copies), cause=CAUSE_REQUEST, reference=str(request.pk), by=by, at=at,
    )  # fmt: skip
    followups.finish_caused_by(cause=CAUSE_REQUEST, reference=str(request.pk), by=by, at=at)


@transaction.atomic
def cancel_request(*, request: BrochureRequest, why: str, by: Actor, at: datetime) -> None:
    """Do not send it (発送を取りやめる): asked twice, address unknown. Raises UnableToMove, ChangedMeanwhile."""
    audit.move(request, "cancel", by=by, at=at, why=why)
    followups.finish_caused_by(cause=CAUSE_REQUEST, reference=str(request.pk), by=by, at=at)
