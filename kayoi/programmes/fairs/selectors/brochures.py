"""Reads of brochures and of who waits for them; rows of national counters' sheets."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import family_ids
from kayoi.engines.openings.models import Opening
from kayoi.engines.openings.states import OpeningKind
from kayoi.kit.tokens import reference_key
from kayoi.programmes.fairs.models import Brochure, BrochureRequest, Referral
from kayoi.programmes.fairs.states import BROCHURES, RequestStatus


def brochures() -> QuerySet[Brochure]:
    """Return all brochures with how many requests wait for each (`waiting`)."""
    waiting = Count("requests", filter=Q(requests__status=RequestStatus.REQUESTED))
    return Brochure.objects.annotate(waiting=waiting).order_by("pk")


def offered_brochures() -> QuerySet[Brochure]:
    """Return the brochures that people may ask for on the public page."""
    rows: QuerySet[Brochure] = Brochure.objects.filter(offered=True)
    return rows.order_by("pk")


def brochures_opening() -> Opening | None:
    """Return the row by which the public is told that the open organization sends brochures; None when it does not."""
    rows = Opening.objects.filter(kind=OpeningKind.BROCHURE, reference=BROCHURES, withdrawn_at=None)
    return rows.first()


def requests_with(status: str) -> QuerySet[BrochureRequest]:
    """Return the requests in a state: those that wait, the oldest first; those done, the latest first."""
    rows: QuerySet[BrochureRequest] = BrochureRequest.objects.filter(status=status)
    order = ("requested_at", "pk") if status == RequestStatus.REQUESTED else ("-requested_at", "-pk")
    return rows.select_related("brochure", "case_file").defer("case_file__search").order_by(*order)


def requests_of(file: CaseFile) -> QuerySet[BrochureRequest]:
    """Return what somebody asked for, the latest first."""
    rows: QuerySet[BrochureRequest] = BrochureRequest.objects.filter(case_file_id__in=family_ids(file))
    return rows.select_related("brochure").order_by("-requested_at", "pk")


def requests_by_receipt(receipt: str) -> list[BrochureRequest]:
    """Return what was asked for under a receipt number, as somebody typed it."""
    rows = BrochureRequest.objects.filter(receipt=reference_key(receipt)).select_related("brochure")
    return list(rows.order_by("pk"))


def requests_sent_before(client_key: UUID | None) -> list[BrochureRequest]:
    """Return what was kept under this key, however often it is sent again."""
    return [] if client_key is None else list(BrochureRequest.objects.filter(client_key=client_key).order_by("pk"))


def referrals_taken(keys: Iterable[UUID]) -> set[UUID]:
    """Return which rows of a sheet have been taken before."""
    return set(Referral.objects.filter(row_key__in=list(keys)).values_list("row_key", flat=True))


def latest_referrals(most: int) -> list[Referral]:
    """Return the rows of national counters that were taken last."""
    rows = Referral.objects.select_related("case_file").defer("case_file__search")
    return list(rows.order_by("-talked_on", "-pk")[:most])
