"""What the pages of rulesets have in common: rows by their ids, ways between pages, services that may refuse."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header

from kayoi.engines.rulesets.forms.refusals import REFUSALS
from kayoi.engines.rulesets.models import Ruleset, Version
from kayoi.engines.rulesets.rules.reading_parts import BadRuleset
from kayoi.engines.rulesets.rules.soundness import Finding
from kayoi.engines.rulesets.selectors import pages
from kayoi.engines.rulesets.states import VersionStatus
from kayoi.foundation.identity.marks import Request
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.kit.verdict import Outcome, Refused, Verdict


def ruleset_or_404(pk: int) -> Ruleset:
    """Return a ruleset of the town."""
    found = pages.ruleset_with_pk(pk)
    if found is None:
        raise Http404
    return found


def version_or_404(pk: int) -> Version:
    """Return a version of the town."""
    found = pages.version_with_pk(pk)
    if found is None:
        raise Http404
    return found


def draft_or_404(pk: int) -> Version:
    """Return a version that may be written on."""
    found = version_or_404(pk)
    if found.status != VersionStatus.DRAFT:
        raise Http404
    return found


def to(page: str, request: Request, pk: int, *, anchor: str = "") -> HttpResponse:
    """Lead to a page of a ruleset or version."""
    response = redirect(f"rulesets:{page}", organization=request.organization.slug, pk=pk)
    response.headers["Location"] += f"#{anchor}" if anchor else ""
    return response


def done(service: Callable[..., Any], request: Request, form: forms.Form | None = None, **given: Any) -> bool:
    """Call a service; tell in the form, or above the page, what it refuses."""
    try:
        service(**given, by=request.actor, at=timezone.now())
    except Refused as refused:
        problems = sentences(refused.verdict, REFUSALS)
    except ChangedMeanwhile:
        problems = [str(CHANGED_MEANWHILE)]
    except BadRuleset as bad:
        problems = [f"このようには書けません: {bad}"]
    else:
        return True
    for problem in problems:
        if form is None:
            messages.error(request, problem)
        else:
            form.add_error(None, problem)
    return False


def in_words(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """Return what is wrong with a version: the line on its page, and the sentence."""
    return [
        (one.line.replace(".", "-"), sentence)
        for one in findings
        for sentence in sentences(Verdict(Outcome.NOT_MET, (one.reason,)), REFUSALS)
    ]


def json_file(data: Any, name: str) -> HttpResponse:
    """Hand out a file as it is written by hand: Japanese as Japanese, indented."""
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def status_of(form: forms.Form) -> int:
    """Return the status of a page with a form: 422 where it comes back with errors."""
    return 422 if form.is_bound else 200
