"""Members: who works here, invitations, changes, ends."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.doors.workspace import services
from kayoi.doors.workspace.forms.organization import InviteForm, MemberForm, NewOrganizationForm
from kayoi.foundation.identity import selectors
from kayoi.foundation.identity import services as identity
from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.models import Invitation, Membership
from kayoi.foundation.identity.states import Permission
from kayoi.foundation.tenancy.models import Organization
from kayoi.foundation.tenancy.states import OrganizationKind
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE


@staff(Permission.MEMBER_MANAGE)
@require_safe
def members(request: Request) -> HttpResponse:
    """Show who works here and who has been invited."""
    now = timezone.now()
    context = {
        "members": selectors.members(on=local_date(now)).select_related("employer"),
        "invitations": selectors.pending_invitations(at=now),
    }
    return render(request, "workspace/members.html", context)


@staff(Permission.MEMBER_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Request) -> HttpResponse:
    """Invite a member by mail."""
    contractors = Organization.objects.filter(kind=OrganizationKind.CONTRACTOR).order_by("name")
    form = InviteForm(request.POST or None, organization=request.organization, contractors=contractors)
    if not form.is_valid():
        return render(request, "workspace/invite.html", {"form": form}, status=422 if form.is_bound else 200)
    services.invite_by_mail(
        organization=request.organization,
        fields=form.cleaned_data,
        link=_link(request),
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, "招待のメールを送りました。")
    return redirect("workspace:members", organization=request.organization.slug)


@staff(Permission.MEMBER_MANAGE)
@require_POST
def withdraw_invitation(request: Request, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    row = get_object_or_404(Invitation, pk=pk)
    try:
        identity.withdraw_invitation(invitation=row, by=request.actor, at=timezone.now())
        messages.success(request, "招待を取り消しました。")
    except ChangedMeanwhile:
        messages.error(request, "この招待は、すでに使われたか取り消されています。")
    return redirect("workspace:members", organization=request.organization.slug)


@staff(Permission.MEMBER_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: Request, pk: int) -> HttpResponse:
    """Change a member's name, title or role."""
    row = get_object_or_404(Membership, pk=pk)
    initial = {"name": row.name, "title": row.title, "role": row.role, "version": row.version}
    form = MemberForm(request.POST or None, organization=request.organization, initial=initial)
    if not form.is_valid():
        context = {"form": form, "member": row}
        return render(request, "workspace/member.html", context, status=422 if form.is_bound else 200)
    try:
        identity.change_membership(membership=row, **form.cleaned_data, by=request.actor, at=timezone.now())
    except ChangedMeanwhile:
        form.add_error(None, CHANGED_MEANWHILE)
        return render(request, "workspace/member.html", {"form": form, "member": row}, status=409)
    messages.success(request, "所属を書き換えました。")
    return redirect("workspace:members", organization=request.organization.slug)


@staff(Permission.MEMBER_MANAGE)
@require_POST
def end_membership(request: Request, pk: int) -> HttpResponse:
    """End a membership today; one's own is ended by a colleague, so that nobody is left."""
    row, now = get_object_or_404(Membership, pk=pk), timezone.now()
    if row.pk == request.membership.pk:
        messages.error(request, "自分の所属は終えられません。ほかの人に頼んでください。")
    else:
        identity.end_membership(membership=row, ends_before=local_date(now), by=request.actor, at=now)
        messages.success(request, f"{row.name}さんの所属を終えました。")
    return redirect("workspace:members", organization=request.organization.slug)


@staff(Permission.ORGANIZATION_OPEN)
@require_safe
def organizations(request: Request) -> HttpResponse:
    """Show all organizations of this installation (operator)."""
    return render(request, "workspace/organizations.html", {"rows": Organization.objects.order_by("kind", "name")})


@staff(Permission.ORGANIZATION_OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def open_organization(request: Request) -> HttpResponse:
    """Register an organization and invite its first member (operator)."""
    form = NewOrganizationForm(request.POST or None)
    if not form.is_valid():
        return render(request, "workspace/open.html", {"form": form}, status=422 if form.is_bound else 200)
    town = services.open_town(**form.opening(), link=_link(request), by=request.actor, at=timezone.now())
    messages.success(request, f"{town.name}を登録し、最初の職員に招待のメールを送りました。")
    return redirect("workspace:organizations", organization=request.organization.slug)


def _link(request: Request) -> str:
    path = reverse("identity:invitation", kwargs={"token": "TOKEN"})
    return request.build_absolute_uri(path).replace("TOKEN", "{token}")
