"""Staff: hand a procedure out with its ruleset as one file, take such files in."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from kayoi.engines.procedures.selectors.procedures import procedures
from kayoi.engines.procedures.services import LoadedPack
from kayoi.engines.procedures.states import Permission
from kayoi.engines.rulesets.forms.refusals import REFUSALS as RULESETS
from kayoi.engines.rulesets.forms.staff import LoadForm
from kayoi.engines.rulesets.rules.reading_parts import BadRuleset
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.schemes.forms.defining import LimitsForm
from kayoi.programmes.schemes.selectors.packs import scheme_pack_of
from kayoi.programmes.schemes.services.packs import load_scheme_pack
from kayoi.programmes.schemes.states import TAKEN_KEYS


@staff(Permission.PROCEDURE_EDIT)
@require_safe
def pack(request: Request, pk: int) -> HttpResponse:
    """Hand out a procedure with its ruleset as one file."""
    row = get_object_or_404(procedures(), pk=pk)
    response = JsonResponse(scheme_pack_of(row), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{row.key}.json") or "attachment"
    return response


@staff(Permission.PROCEDURE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def load(request: Request) -> HttpResponse:
    """Take procedures in from a file with their rulesets, as drafts."""
    form = LoadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            loaded = load_scheme_pack(
                data=form.cleaned_data["file"], sample=form.cleaned_data["sample"], taken=TAKEN_KEYS,
                roles=[role.key for role in LimitsForm.roles()], by=request.actor, at=timezone.now(),
            )  # fmt: skip
        except BadRuleset as bad:
            form.add_error("file", f"このようには書けません: {bad}")
        except Refused as refused:
            form.add_error("file", sentences(refused.verdict, RULESETS))
        else:
            _tell(request, loaded)
            return redirect("schemes:procedures", organization=request.organization.slug)
    return render(request, "schemes/procedures/load.html", {"form": form}, status=422 if form.is_bound else 200)


def _tell(request: Request, loaded: LoadedPack) -> None:
    for one in loaded.procedures:
        unlike = f"(違うところ: {'、'.join(one.unlike)})" if one.unlike else ""
        messages.success(request, f"{one.procedure}: {one.how.label}{unlike}。")
    if loaded.rulesets.added:
        messages.success(request, f"要件・算定の版を{loaded.rulesets.added}件読み込みました。施行すると使えます。")
    if loaded.rulesets.kept:
        messages.warning(request, f"すでにある版は、そのままにしました: {'、'.join(loaded.rulesets.kept)}")
