"""Staff: the log-in of a broker."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from kayoi.foundation.identity import services as identity
from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.selectors import member_of
from kayoi.kit.sentences import sentences
from kayoi.programmes.homes.forms.partners import REFUSALS, InviteBrokerForm
from kayoi.programmes.homes.models import Broker
from kayoi.programmes.homes.rules.counter import may_invite_broker
from kayoi.programmes.homes.selectors.partners import access_of
from kayoi.programmes.homes.services import partners as services
from kayoi.programmes.homes.states import BrokerStatus, Permission


@staff(Permission.HOME_DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def broker_access(request: Request, pk: int) -> HttpResponse:
    """Show who of a broker comes to the counter; invite somebody by mail."""
    broker, now = get_object_or_404(Broker.objects.select_related("partner"), pk=pk), timezone.now()
    form = InviteBrokerForm(request.POST or None)
    if form.is_valid():
        link = request.build_absolute_uri(reverse("identity:invitation", args=["TOKEN"])).replace("TOKEN", "{token}")
        try:
            services.invite_broker(
                organization=request.organization, broker=broker, **form.cleaned_data, link=link,
                by=request.actor, at=now,
            )  # fmt: skip
            messages.success(request, "招待のメールを送りました。")
            return redirect(request.path)
        except services.UnableToInvite as refused:
            form.add_error(None, sentences(refused.verdict, REFUSALS))
    context = {
        "broker": broker, "form": form, "access": access_of(broker, request.organization, at=now),
        "against": sentences(may_invite_broker(BrokerStatus.of(broker.status)), REFUSALS),
    }  # fmt: skip
    return render(request, "homes/broker_access.html", context, status=422 if form.is_bound else 200)


@staff(Permission.HOME_DECIDE)
@require_POST
def end_broker_member(request: Request, pk: int, member: int) -> HttpResponse:
    """End that somebody works for a broker."""
    broker = get_object_or_404(Broker.objects.select_related("partner"), pk=pk)
    row = member_of(broker.partner, member)
    if row is None:
        raise Http404
    identity.end_partner_member(membership=row, by=request.actor, at=timezone.now())
    messages.success(request, f"{row.name}さんの利用を終えました。")
    return redirect("homes:broker_access", organization=request.organization.slug, pk=pk)


@staff(Permission.HOME_DECIDE)
@require_POST
def close_counter(request: Request, pk: int) -> HttpResponse:
    """Close the counter to a broker."""
    broker, now = get_object_or_404(Broker.objects.select_related("partner"), pk=pk), timezone.now()
    partnership = access_of(broker, request.organization, at=now).partnership
    if partnership is None:
        raise Http404
    services.close_counter(partnership=partnership, by=request.actor, at=now)
    messages.success(request, f"{broker.name}に、窓口を閉じました。")
    return redirect("homes:broker_access", organization=request.organization.slug, pk=pk)
