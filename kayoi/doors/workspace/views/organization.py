"""The organization's own pages: what it says about itself, its figures, its mails, what it shares, what was done."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.doors.workspace.forms.organization import OrganizationForm, SettingForm, SharingForm, TextForm
from kayoi.doors.workspace.states import SETTINGS, TEMPLATES
from kayoi.engines.messages.rules import places
from kayoi.engines.messages.selectors import text_of
from kayoi.engines.messages.services import UnableToUseText, set_text
from kayoi.engines.messages.states import Permission as Messages
from kayoi.foundation.audit.selectors import latest_entries
from kayoi.foundation.audit.states import Permission as Audit
from kayoi.foundation.identity import services
from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.states import Permission
from kayoi.foundation.tenancy.models import Organization, Sharing
from kayoi.foundation.tenancy.selectors import chosen_values
from kayoi.foundation.tenancy.states import Shared
from kayoi.kit.dates import local_date
from kayoi.kit.jobs import enqueue
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE


@staff(Permission.ORGANIZATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: Request) -> HttpResponse:
    """Change what the organization says about itself."""
    town = request.organization
    initial = {name: getattr(town, name) for name in OrganizationForm.base_fields}
    form = OrganizationForm(request.POST or None, initial=initial)
    if not form.is_valid():
        return render(request, "workspace/profile.html", {"form": form}, status=422 if form.is_bound else 200)
    changes = dict(form.cleaned_data)
    version = changes.pop("version")
    try:
        services.change_organization(
            organization=town, changes=changes, version=version, by=request.actor, at=timezone.now()
        )
    except ChangedMeanwhile:
        form.add_error(None, CHANGED_MEANWHILE)
        return render(request, "workspace/profile.html", {"form": form}, status=409)
    messages.success(request, "町の紹介を書き換えました。")
    return redirect(request.path)


@staff(Permission.ORGANIZATION_EDIT)
@require_safe
def settings(request: Request) -> HttpResponse:
    """Show the figures that the town has chosen, with their history."""
    return render(
        request, "workspace/settings.html", {"settings": [(which, chosen_values(which)) for which in SETTINGS]}
    )


@staff(Permission.ORGANIZATION_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def change_setting(request: Request, key: str) -> HttpResponse:
    """Choose a figure from a day on."""
    which = next((setting for setting in SETTINGS if setting.key == key), None)
    if which is None:
        raise Http404
    now = timezone.now()
    today = local_date(now)
    form = SettingForm(request.POST or None, which=which, today=today, initial={"starts_on": today})
    if not form.is_valid():
        context = {"form": form, "which": which}
        return render(request, "workspace/setting.html", context, status=422 if form.is_bound else 200)
    services.set_setting(which=which, **form.cleaned_data, by=request.actor, at=now)
    messages.success(request, f"「{which.label}」を変えました。")
    return redirect("workspace:settings", organization=request.organization.slug)


@staff(Messages.TEMPLATE_EDIT)
@require_safe
def texts(request: Request) -> HttpResponse:
    """Show which mails there are."""
    rows = [
        (number, label, language, text_of(key, language))
        for number, (key, label) in enumerate(TEMPLATES)
        for language in ("ja", "en")
    ]
    return render(request, "workspace/texts.html", {"rows": rows})


@staff(Messages.TEMPLATE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def change_text(request: Request, number: int, language: str) -> HttpResponse:
    """Use the town's own words for a mail."""
    if not 0 <= number < len(TEMPLATES) or language not in {"ja", "en"}:
        raise Http404
    key, label = TEMPLATES[number]
    standing = text_of(key, language)
    form = TextForm(request.POST or None, initial={"subject": standing.subject, "body": standing.body})
    context = {"form": form, "label": label, "places": sorted(places(f"{standing.subject} {standing.body}"))}
    if form.is_valid():
        try:
            set_text(template=key, language=language, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"「{label}」の文面を変えました。")
            return redirect("workspace:texts", organization=request.organization.slug)
        except UnableToUseText as refused:
            names = "、".join(refused.verdict.reasons[0].params["names"])
            form.add_error("body", f"使えない差し込みがあります: {names}。下の一覧にあるものだけが使えます。")
    return render(request, "workspace/text.html", context, status=422 if form.is_bound else 200)


@staff(Permission.SHARING_GIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def sharings(request: Request) -> HttpResponse:
    """Show and give what is shared with whom."""
    now = timezone.now()
    readers = Organization.objects.desks().open_on(local_date(now)).exclude(pk=request.organization.pk).order_by("name")
    form = SharingForm(request.POST or None, readers=readers, initial={"starts_on": local_date(now)})
    if form.is_valid():
        values = form.cleaned_data
        services.share(
            giver=request.organization, reader=values["reader"], what=Shared.of(values["what"]),
            starts_on=values["starts_on"], by=request.actor, at=now,
        )  # fmt: skip
        _take_over(values["reader"].pk, values["what"])
        messages.success(request, f"{values['reader']}に共有します。")
        return redirect(request.path)
    given = Sharing.objects.filter(giver=request.organization).select_related("reader").order_by("-starts_on")
    context = {"form": form, "given": given, "today": local_date(now)}
    return render(request, "workspace/sharings.html", context, status=422 if form.is_bound else 200)


@staff(Permission.SHARING_GIVE)
@require_POST
def end_sharing(request: Request, pk: int) -> HttpResponse:
    """End a sharing today."""
    row = get_object_or_404(Sharing, pk=pk, giver=request.organization)
    services.end_sharing(sharing=row, by=request.actor, at=timezone.now())
    _take_over(row.reader_id, row.what)
    messages.success(request, "共有をやめました。")
    return redirect("workspace:sharings", organization=request.organization.slug)


def _take_over(reader: int, what: str) -> None:
    """Let the other town renew its copies of our brokers at once; what it reads itself needs no copy."""
    if what == Shared.BROKERS:
        enqueue("homes.take_brokers", organization=reader)


@staff(Audit.AUDIT_READ)
@require_safe
def audit(request: Request) -> HttpResponse:
    """Show who did what."""
    page = Paginator(latest_entries(), 50).get_page(request.GET.get("page"))
    return render(request, "workspace/audit.html", {"page": page})
