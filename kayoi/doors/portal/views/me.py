"""My page, profile and household."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.doors.portal.forms.own import HouseholdMemberForm, ProfileForm, initial_of
from kayoi.doors.portal.selectors import my_page as selectors
from kayoi.foundation.identity import services as identity
from kayoi.foundation.identity.marks import Request, person
from kayoi.foundation.identity.models import User
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile


@person(opens="nothing")
@require_safe
def my_page(request: Request) -> HttpResponse:
    """Show what the person waits for, their towns, and what they have told about themselves."""
    assert request.person is not None
    assert isinstance(request.user, User)
    page = selectors.my_page(request.person, request.user, on=local_date(timezone.now()))
    return render(request, "portal/my_page.html", {"my": page})


@person(opens="nothing")
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Request) -> HttpResponse:
    """Change one's own profile; who was slower on another screen sees both versions."""
    assert request.person is not None
    own = request.person
    form = ProfileForm(request.POST or None, initial=initial_of(own))
    if not form.is_valid():
        return render(request, "portal/profile.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        identity.change_person(
            person=own,
            changes=form.changes(),
            version=form.cleaned_data["version"],
            by=request.actor,
            at=timezone.now(),
        )
    except ChangedMeanwhile:
        context = {"form": form, "differences": form.differences_from(selectors.as_saved(own))}
        return render(request, "portal/profile.html", context, status=409)
    messages.success(request, _("プロフィールを保存しました。"))
    return redirect("portal:my_page")


@person(opens="nothing")
@require_http_methods(["GET", "HEAD", "POST"])
def add_household_member(request: Request) -> HttpResponse:
    """Write down somebody of the household."""
    assert request.person is not None
    form = HouseholdMemberForm(request.POST or None)
    if not form.is_valid():
        return render(request, "portal/household.html", {"form": form}, status=422 if form.is_bound else 200)
    identity.add_household_member(person=request.person, fields=form.cleaned_data, by=request.actor, at=timezone.now())
    messages.success(request, _("家族を加えました。"))
    return redirect("portal:my_page")


@person(opens="nothing")
@require_POST
def remove_household_member(request: Request, pk: int) -> HttpResponse:
    """Take somebody off the household."""
    assert request.person is not None
    member = selectors.own_household_member(request.person, pk)
    if member is None:
        raise Http404
    identity.remove_household_member(person=request.person, member=member, by=request.actor, at=timezone.now())
    messages.success(request, _("家族を外しました。"))
    return redirect("portal:my_page")
