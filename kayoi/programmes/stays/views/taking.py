"""Staff: an application by telephone, at the counter or on paper, by the same steps as on the public page."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kayoi.engines.procedures.services import Sender
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.posted import version_of
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.stays import services
from kayoi.programmes.stays.forms.applying import StayForms
from kayoi.programmes.stays.forms.office_refusals import REFUSALS
from kayoi.programmes.stays.forms.programmes import EntryCodeForm
from kayoi.programmes.stays.forms.public import BeginForm, HoursForm, NightsForm
from kayoi.programmes.stays.forms.taking import WayForm
from kayoi.programmes.stays.models import Stay
from kayoi.programmes.stays.selectors import offers
from kayoi.programmes.stays.selectors.own import stay_of
from kayoi.programmes.stays.selectors.words import days_in_words
from kayoi.programmes.stays.states import Permission
from kayoi.programmes.stays.views.found import link_to_stay
from kayoi.programmes.stays.views.houses import house_or_404
from kayoi.programmes.stays.views.steps import back


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: Request, pk: int) -> HttpResponse:
    """Hold a room for somebody who calls or has come: days, party, and on which way they ask."""
    house, now = house_or_404(pk), timezone.now()
    by_night = offers.is_by_night(offers.rooms_of(house, on=local_date(now)))
    form = (NightsForm if by_night else HoursForm)(request.POST or None, today=local_date(now))
    way = WayForm(request.POST or None)
    if form.is_valid() and way.is_valid():
        try:
            begun = services.begin_stay(
                house=house, wanted=form.wanted(), channel=way.way(), you={}, client_key=BeginForm(request.POST).key(),
                entry_code=request.POST.get("entry_code", ""), by=request.actor, at=now,
            )  # fmt: skip
            return redirect("stays:take_stay", organization=request.organization.slug, pk=begun.stay.pk)
        except Refused as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    context = {
        "house": house,
        "form": form,
        "way": way,
        "begin": BeginForm(),
        "entry": EntryCodeForm(initial=request.POST.dict()) if house.kept_for_id else None,
    }
    return render(request, "stays/office/take.html", context, status=422 if form.is_bound else 200)


@staff(Permission.STAY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def take_stay(request: Request, pk: int) -> HttpResponse:
    """Write down who asks and what they answer, and send it for them."""
    stay, now = _written(pk), timezone.now()
    assert stay.application is not None
    if stay.application.status != ApplicationStatus.DRAFT:  # the button was pressed twice
        return redirect("stays:staff_stay", organization=request.organization.slug, pk=stay.pk)
    forms = StayForms(request.POST or None, stay=stay, application=stay.application)
    if "send" in request.POST and not forms.wrong:
        try:
            services.write_stay(stay=stay, **forms.written(), version=version_of(request), by=request.actor, at=now)
            stay.refresh_from_db()
            services.send_stay(
                organization=request.organization, stay=stay, sender=Sender(), link=link_to_stay(request),
                by=request.actor, at=now,
            )  # fmt: skip
            return back(request, stay, "申請を受け付けました。")
        except ChangedMeanwhile:
            forms.send.add_error(None, str(CHANGED_MEANWHILE))
        except Refused as refused:
            forms.send.add_error(None, sentences(refused.verdict, REFUSALS))
    return _page(request, stay, forms)


def _written(pk: int) -> Stay:
    """Return a stay that somebody asks for, or asked for. Raises Http404."""
    row = get_object_or_404(Stay.objects.select_related("application__form"), pk=pk)
    stay = stay_of(row.application) if row.application else None
    if stay is None:
        raise Http404
    return stay


def _page(request: Request, stay: Stay, forms: StayForms) -> HttpResponse:
    context = {
        "stay": stay, "forms": forms, "application": stay.application, "days": days_in_words(stay),
    }  # fmt: skip
    return render(request, "stays/office/take_stay.html", context, status=422 if forms.wrong else 200)
