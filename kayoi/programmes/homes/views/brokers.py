"""Staff: the brokers' register; who has a house, who is asked next."""

from collections.abc import Callable

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile, may_move
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.brokers import AnswerForm, AskForm, BrokerForm
from kayoi.programmes.homes.forms.process import REFUSALS, WhyForm
from kayoi.programmes.homes.models import Assignment, Broker, Home
from kayoi.programmes.homes.selectors import brokers as selectors
from kayoi.programmes.homes.selectors.process import open_assignment
from kayoi.programmes.homes.states import AssignedBy, Permission
from kayoi.programmes.homes.states.process import BROKER_TRANSITIONS
from kayoi.programmes.homes.views.process import refusal

TWICE = "この免許番号の業者は、すでに登録されています。"
STEPS: dict[str, tuple[str, Callable[..., None]]] = {
    "admit": ("登録する", services.admit_broker),
    "suspend": ("停止する", services.suspend_broker),
    "cancel": ("登録を取り消す", services.cancel_broker),
    "apply_again": ("もう一度申請を受ける", services.take_broker_again),
}


@staff(Permission.HOME_READ)
@require_safe
def brokers(request: Request) -> HttpResponse:
    """Show the register of brokers with the order in which they are asked."""
    today = local_date(timezone.now())
    return render(request, "homes/brokers.html", {"rows": selectors.brokers_listed(on=today), "today": today})


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_broker(request: Request) -> HttpResponse:
    """Take in a broker's application."""
    form = BrokerForm(request.POST or None)
    if form.is_valid():
        try:
            made = services.add_broker(fields=form.broker_fields(), by=request.actor, at=timezone.now())
        except IntegrityError:
            form.add_error("licence", TWICE)
        else:
            messages.success(request, "業者の登録申請を受けました。要件を確かめて、登録を決定してください。")
            return redirect("homes:broker", organization=request.organization.slug, pk=made.pk)
    return render(request, "homes/new_broker.html", {"form": form}, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def broker(request: Request, pk: int) -> HttpResponse:
    """Show a broker: conditions, what can be done, houses; change what stands there."""
    found, now = get_object_or_404(Broker, pk=pk), timezone.now()
    initial = {name: getattr(found, name) for name in BrokerForm.base_fields}
    form = BrokerForm(request.POST or None, initial=initial)
    if form.is_valid():
        fields, version = form.broker_fields(), form.cleaned_data["version"]
        try:
            services.change_broker(broker=found, fields=fields, version=version, by=request.actor, at=now)
        except (ChangedMeanwhile, IntegrityError) as error:
            form.add_error(None, TWICE if isinstance(error, IntegrityError) else CHANGED_MEANWHILE)
        else:
            messages.success(request, "業者の記録を書き換えました。")
            return redirect(request.path)
    context = {
        "broker": found,
        "form": form,
        "against": sentences(selectors.admission_of(found, on=local_date(now)), REFUSALS),
        "steps": _steps(request, found),
        "houses": selectors.houses_of(found),
    }
    return render(request, "homes/broker.html", context, status=422 if form.is_bound else 200)


def _steps(request: Request, found: Broker) -> list[tuple[str, str]]:
    """Return the steps that state and permission allow."""
    allowed = [one.action for one in BROKER_TRANSITIONS if may_move(one, found.status, request.actor).met]
    return [(action, STEPS[action][0]) for action in allowed]


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def broker_step(request: Request, pk: int, action: str) -> HttpResponse:
    """Admit, suspend or cancel a broker, or take the application again."""
    found = get_object_or_404(Broker, pk=pk)
    if action not in STEPS:
        raise Http404
    label, service = STEPS[action]
    form = WhyForm(request.POST or None, needed=action in {"suspend", "cancel"})
    if request.method == "POST" and form.is_valid():
        try:
            service(broker=found, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, f"{label}: 記録しました。")
            return redirect("homes:broker", organization=request.organization.slug, pk=pk)
    context = {"broker": found, "label": label, "action": action, "form": form}
    return render(request, "homes/broker_step.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: Request, pk: int) -> HttpResponse:
    """Show who has a house; ask whose turn it is, or whom the owner wishes."""
    house, now = get_object_or_404(Home, pk=pk), timezone.now()
    form = AskForm(request.POST or None, brokers=selectors.active_brokers())
    if request.method == "POST" and form.is_valid():
        wished = form.chosen_broker()
        try:
            services.ask_broker(
                organization=request.organization, home=house, broker=wished, link=_link(request),
                how=AssignedBy.WISH if wished else AssignedBy.ROTATION, by=request.actor, at=now,
            )  # fmt: skip
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error("broker", refusal(refused))
        else:
            messages.success(request, "依頼しました。メールのない業者には、電話で頼んで返事を記録してください。")
            return redirect(request.path)
    context = {
        "home": house,
        "form": form,
        "present": open_assignment(house),
        "past": selectors.assignments_of(house),
        "upcoming": selectors.next_broker(house, on=local_date(now)),
    }
    return render(request, "homes/assignment.html", context, status=422 if form.is_bound else 200)


def _link(request: Request) -> str:
    path = reverse("homes:asked", kwargs={"organization": request.organization.slug, "token": "TOKEN"})
    return request.build_absolute_uri(path).replace("TOKEN", "{token}")


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_assignment(request: Request, pk: int) -> HttpResponse:
    """Write down what a broker has said on the telephone."""
    found, form = _assignment(pk), AnswerForm(request.POST or None)
    if form.is_valid():
        accepts, why = form.cleaned_data["answer"] == "yes", form.cleaned_data["why"]
        try:
            services.answer_assignment(assignment=found, accepts=accepts, why=why, by=request.actor, at=timezone.now())
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, "業者の返事を記録しました。")
            return redirect("homes:assignment", organization=request.organization.slug, pk=found.home_id)
    context = {"assignment": found, "home": found.home, "form": form}
    return render(request, "homes/answer_assignment.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def end_assignment(request: Request, pk: int) -> HttpResponse:
    """End that a broker has a house, with the reason."""
    found, form = _assignment(pk), WhyForm(request.POST or None, needed=True)
    if form.is_valid():
        why = form.cleaned_data["why"]
        try:
            services.end_assignment(assignment=found, why=why, by=request.actor, at=timezone.now())
        except (Refused, ChangedMeanwhile) as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, "割当てを終えました。次の業者を決めてください。")
            return redirect("homes:assignment", organization=request.organization.slug, pk=found.home_id)
    context = {"assignment": found, "home": found.home, "form": form}
    return render(request, "homes/end_assignment.html", context, status=422 if form.is_bound else 200)


def _assignment(pk: int) -> Assignment:
    return get_object_or_404(Assignment.objects.select_related("home", "broker"), pk=pk)
