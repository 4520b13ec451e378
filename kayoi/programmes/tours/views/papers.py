"""Staff: itinerary and list of participants as PDF, and the file for the travel agency."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.documents import NoFont, pdf
from kayoi.kit.downloads import download
from kayoi.kit.sentences import sentences
from kayoi.kit.sheets import About, write_csv, write_xlsx
from kayoi.kit.verdict import Refused
from kayoi.programmes.tours.forms.office_refusals import REFUSALS
from kayoi.programmes.tours.models import TourDate
from kayoi.programmes.tours.selectors import papers
from kayoi.programmes.tours.services import handing_off as services
from kayoi.programmes.tours.states import Permission
from kayoi.programmes.tours.views.dates import date_or_404, to_date

HANDED = "ご本人が同意した方だけの、手配と保険に要る項目です。旅行が終わったら消してください。"


@staff(Permission.TOUR_READ)
@require_safe
def itinerary(request: Request, pk: int) -> HttpResponse:
    """Hand out the itinerary as participants get it."""
    row = date_or_404(pk)
    return _pdf(request, row, papers.itinerary_paper(row, request.organization), "行程表")


@staff(Permission.TOUR_EDIT)
@require_POST
def participants(request: Request, pk: int) -> HttpResponse:
    """Hand out the list of participants; that it was printed stands in the trail."""
    row, now = date_or_404(pk), timezone.now()
    services.print_participants(date=row, by=request.actor, at=now)
    return _pdf(request, row, papers.participants_paper(row, request.organization, at=now), "参加者名簿")


@staff(Permission.TOUR_EDIT)
@require_POST
def agency(request: Request, pk: int, ending: str) -> HttpResponse:
    """Hand out what the travel agency needs, as Excel or CSV."""
    if ending not in ("csv", "xlsx"):
        raise Http404
    row, now = date_or_404(pk), timezone.now()
    try:
        made = services.hand_to_agency(date=row, by=request.actor, at=now)
    except Refused as refused:
        messages.error(request, " ".join(sentences(refused.verdict, REFUSALS)))
        return to_date(request, row)
    table, name = made.table, f"{row.tour.name}_{row.key}_引渡し.{ending}"
    if ending == "csv":
        return download(write_csv(table.rows, columns=table.columns), name)
    about = About(source=request.organization.name, as_of=local_date(now), lines=[row.tour.agency_name, HANDED])
    return download(write_xlsx([table], about=about), name)


def _pdf(request: Request, row: TourDate, paper: papers.Paper, what: str) -> HttpResponse:
    try:
        return download(pdf(papers.typst_source(), paper.as_data()), f"{what}_{row.key}.pdf")
    except NoFont as missing:
        messages.error(request, str(missing))
        return to_date(request, row)
