"""Staff: the survey at the house, on a phone that may have no network; the form to fill in by pen."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.foundation.files.forms import REFUSALS
from kayoi.foundation.files.services import UnableToTakeFile
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.documents import NoFont, pdf
from kayoi.kit.html.fields import problems_of
from kayoi.kit.html.page_worker import page_worker
from kayoi.kit.sentences import sentences
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.survey import MOST_PHOTOS, SurveyForm
from kayoi.programmes.homes.models import Home, Survey
from kayoi.programmes.homes.selectors import files as selectors
from kayoi.programmes.homes.states import Permission


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: Request, pk: int) -> HttpResponse:
    """Write down a survey; without JavaScript this is an ordinary form."""
    home = get_object_or_404(Home, pk=pk)
    form = _form(request, home)
    if _record(request, home, form):
        messages.success(request, "現地調査を記録しました。")
        return redirect("homes:survey", organization=request.organization.slug, pk=home.pk)
    context = {"home": home, "form": form, "surveys": selectors.surveys_of(home), "most_photos": MOST_PHOTOS}
    return render(request, "homes/survey.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def send_survey(request: Request, pk: int) -> JsonResponse:
    """Give the page a token (and so tell it that the log-in still holds); take one entry of its outbox."""
    home = get_object_or_404(Home, pk=pk)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    form = _form(request, home)
    made = _record(request, home, form) if form.is_valid() and form.cleaned_data["client_key"] else None
    if made is None:
        errors = [": ".join(filter(None, (problem.label, problem.message))) for problem in problems_of([form])]
        return JsonResponse({"errors": errors or ["控えの番号がありません。"]}, status=422)
    return JsonResponse({"receipt": f"{home.number}-{made.pk}"})


@staff(Permission.HOME_EDIT)
@require_safe
def survey_worker(request: Request, pk: int) -> HttpResponse:
    """Send the service worker that keeps the survey's page; it reaches no other page."""
    home, slug = get_object_or_404(Home, pk=pk), request.organization.slug
    return page_worker(
        reverse("homes:survey", kwargs={"organization": slug, "pk": home.pk}),
        parts=("homes/homes.css", "homes/survey.js"),
        also=(reverse("portal:accent", kwargs={"organization": slug}),),
    )


@staff(Permission.HOME_READ)
@require_safe
def survey_paper(request: Request, pk: int) -> HttpResponse:
    """Send the form to fill in by pen."""
    home = get_object_or_404(Home, pk=pk)
    try:
        made = pdf(selectors.survey_source(), selectors.survey_paper(home, request.organization.name))
    except NoFont as missing:
        messages.error(request, str(missing))
        return redirect("homes:survey", organization=request.organization.slug, pk=home.pk)
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="survey-{home.pk}.pdf"'
    return response


def _form(request: Request, home: Home) -> SurveyForm:
    initial = {"surveyed_on": local_date(timezone.now()), "surveyor": request.actor.name}
    return SurveyForm(request.POST or None, request.FILES or None, home=home, initial=initial)


def _record(request: Request, home: Home, form: SurveyForm) -> Survey | None:
    """Record what the form holds; None where it, or one of its photos, is refused."""
    if not form.is_valid():
        return None
    now = timezone.now()
    try:
        return services.record_survey(home=home, found=form.found(today=local_date(now)), by=request.actor, at=now)
    except UnableToTakeFile as refused:
        for sentence in sentences(refused.verdict, REFUSALS):
            form.add_error("photos", sentence)
        return None
