"""Staff: surveys of owners by post: whom to ask, letters, answers on paper, letters that came back, figures."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.documents import NoFont
from kayoi.kit.downloads import download
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.owner_surveys import AddresseesForm, PaperForm, ReturnedForm, SurveyForm
from kayoi.programmes.homes.models import OwnerSurvey, SurveyLetter
from kayoi.programmes.homes.selectors import owner_surveys as selectors
from kayoi.programmes.homes.selectors import survey_letters as letters_
from kayoi.programmes.homes.states import Permission
from kayoi.programmes.homes.states.finding import LETTERS_A_FILE, Answered

SAME_TITLE = "同じ名前の調査があります。別の名前にしてください。"


@staff(Permission.HOME_READ)
@require_safe
def owner_surveys(request: Request) -> HttpResponse:
    """Show the surveys of the town."""
    return render(request, "homes/owner_surveys.html", {"surveys": selectors.surveys()})


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_survey(request: Request) -> HttpResponse:
    """Begin a survey."""
    form = SurveyForm(request.POST or None)
    if form.is_valid():
        try:
            with transaction.atomic():
                made = services.make_survey(fields=form.survey_fields(), by=request.actor, at=timezone.now())
            return redirect("homes:owner_survey", organization=request.organization.slug, pk=made.pk)
        except IntegrityError:
            form.add_error("title", SAME_TITLE)
    return render(request, "homes/survey_form.html", {"form": form}, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def change_survey(request: Request, pk: int) -> HttpResponse:
    """Change title, words and days of a survey."""
    survey = _survey(pk)
    known = {name: getattr(survey, name) for name in ("title", "intro", "sent_on", "closes_on", "version")}
    form = SurveyForm(request.POST or None, initial=known)
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            with transaction.atomic():
                services.change_survey(
                    survey=survey, fields=form.survey_fields(), version=version, by=request.actor, at=timezone.now()
                )
            return _back(request, survey)
        except IntegrityError:
            form.add_error("title", SAME_TITLE)
        except ChangedMeanwhile:
            form.add_error(None, CHANGED_MEANWHILE)
    context = {"form": form, "survey": survey}
    return render(request, "homes/survey_form.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_READ)
@require_safe
def owner_survey(request: Request, pk: int) -> HttpResponse:
    """Show a survey: how far it is, answers by day, what was answered, letters to print."""
    survey, today = _survey(pk), local_date(timezone.now())
    standing = selectors.standing_of(survey)
    context = {
        "survey": survey,
        "standing": standing,
        "chart": selectors.rate_by_day(survey, standing, on=today),
        "questions": selectors.answers_to(survey),
        "batches": letters_.batches(letters_.letters_of(survey)),
        "reminders": letters_.batches(letters_.silent_letters(survey)),
        "returned_form": ReturnedForm(initial={"returned_on": today}),
        "is_over": survey.closes_on is not None and today > survey.closes_on,
    }
    return render(request, "homes/owner_survey.html", context)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def addressees(request: Request, pk: int) -> HttpResponse:
    """Hand in a list of whom to ask."""
    survey, now = _survey(pk), timezone.now()
    form = AddresseesForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        context = {"form": form, "survey": survey}
        return render(request, "homes/addressees.html", context, status=422 if form.is_bound else 200)
    added = services.add_letters(survey=survey, rows=form.cleaned_data["rows"], by=request.actor, at=now)
    words = f"{added.letters}通の宛先を加えました。"
    if added.known:
        words += f"同じ宛名・建物の{added.known}行は、加えていません。"
    messages.success(request, words)
    if added.protected:
        messages.warning(
            request, f"支援措置の対象かもしれない人の{added.protected}行は、加えていません。個別に確かめてください。"
        )
    return _back(request, survey)


@staff(Permission.HOME_EDIT)
@require_safe
def letters(request: Request, pk: int) -> HttpResponse:
    """Return the letters of one file for printing; ?reminder for those to whom nobody has answered."""
    survey, reminder = _survey(pk), "reminder" in request.GET
    found = letters_.silent_letters(survey) if reminder else letters_.letters_of(survey)
    part = int(request.GET.get("part", "0")) if request.GET.get("part", "0").isdecimal() else 0
    chosen = list(found[part * LETTERS_A_FILE : (part + 1) * LETTERS_A_FILE])
    if not chosen:
        raise Http404
    try:
        body = letters_.letters_pdf(survey, chosen, request.organization, reminder=reminder)
    except NoFont as missing:
        messages.error(request, str(missing))
        return _back(request, survey)
    what = "reminder" if reminder else "letters"
    services.tell_letters(survey=survey, letters=len(chosen), what=what, by=request.actor, at=timezone.now())
    return download(body, f"{what}-{chosen[0].number}-{chosen[-1].number}.pdf")


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: Request, pk: int) -> HttpResponse:
    """Type answers from paper: number, answers, Enter, and the next one."""
    survey, form = _survey(pk), PaperForm(request.POST or None)
    if form.is_valid():
        number = form.cleaned_data["number"]
        letter = SurveyLetter.objects.filter(survey=survey, number=number).first()
        if letter is None:
            form.add_error("number", "この整理番号の手紙はありません。")
        else:
            done = services.answer_letter(
                letter=letter, reply=form.reply(), how=Answered.PAPER, by=request.actor, at=timezone.now()
            )
            messages.success(request, f"{number}番を記録しました。{'連絡の予定を立てました。' if done.lead else ''}")
            return redirect("homes:paper", organization=request.organization.slug, pk=survey.pk)
    context = {"form": form, "survey": survey, "keys": selectors.keys_of_answers()}
    return render(request, "homes/paper.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_POST
def returned(request: Request, pk: int) -> HttpResponse:
    """Note letters that came back undelivered."""
    survey, form = _survey(pk), ReturnedForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return _back(request, survey)
    numbers, on = form.cleaned_data["numbers"], form.cleaned_data["returned_on"]
    found = services.return_letters(survey=survey, numbers=numbers, returned_on=on, by=request.actor, at=timezone.now())
    messages.success(request, f"{len(found)}通を、宛先不明で返送と記録しました。")
    if left := sorted(set(numbers) - set(found)):
        messages.warning(request, f"番号がないか、記録・回答済みです: {'、'.join(map(str, left))}")
    return _back(request, survey)


@staff(Permission.HOME_EDIT)
@require_safe
def silent(request: Request, pk: int) -> HttpResponse:
    """Return who has not answered as an Excel book."""
    survey, now = _survey(pk), timezone.now()
    count = letters_.silent_letters(survey).count()
    services.tell_letters(survey=survey, letters=count, what="silent", by=request.actor, at=now)
    return download(letters_.silent_list(survey), "mikaito.xlsx")


@staff(Permission.HOME_READ)
@require_safe
def published(request: Request, pk: int) -> HttpResponse:
    """Return the counts for publishing, small ones withheld, as an Excel book."""
    body = selectors.published_counts(_survey(pk), on=local_date(timezone.now()))
    return download(body, "ikou-chosa.xlsx")


@staff(Permission.HOME_EDIT)
@require_POST
def forget(request: Request, pk: int) -> HttpResponse:
    """Delete names and addresses of a survey that is over."""
    survey = _survey(pk)
    try:
        count = services.forget_addressees(survey=survey, by=request.actor, at=timezone.now())
        messages.success(request, f"{count}通の宛名と送付先を消しました。回答の数は残っています。")
    except ChangedMeanwhile:
        messages.error(request, CHANGED_MEANWHILE)
    return _back(request, survey)


def _survey(pk: int) -> OwnerSurvey:
    return get_object_or_404(OwnerSurvey, pk=pk)


def _back(request: Request, survey: OwnerSurvey) -> HttpResponse:
    return redirect("homes:owner_survey", organization=request.organization.slug, pk=survey.pk)
