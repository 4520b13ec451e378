"""What movers of a district said, beside the sheet that is being written on it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kayoi.doors.workspace.forms.voices import LineForm
from kayoi.foundation.identity.marks import Request, staff
from kayoi.kit.dates import local_date
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import CHANGED_MEANWHILE, sentences
from kayoi.programmes.settling.selectors import voices_of
from kayoi.programmes.village_sheets import services
from kayoi.programmes.village_sheets.forms.staff import REFUSALS
from kayoi.programmes.village_sheets.selectors import sheet_with_pk
from kayoi.programmes.village_sheets.states import Permission


@staff(Permission.SHEET_WRITE)
@require_http_methods(["GET", "HEAD", "POST"])
def voices(request: Request, pk: int) -> HttpResponse:
    """Show what movers said and agreed to be used; take one over as a line of the draft."""
    sheet, now = sheet_with_pk(pk), timezone.now()
    if sheet is None:
        raise Http404
    form = LineForm(request.POST or None)
    if form.is_valid():
        try:
            services.add_line(sheet=sheet, line=form.cleaned_data["line"], by=request.actor, at=now)
        except services.UnableToName as refused:
            form.add_error("line", " ".join(sentences(refused.verdict, REFUSALS)))
        except ChangedMeanwhile:
            form.add_error(None, CHANGED_MEANWHILE)
        else:
            messages.success(request, "ひとことに書き足しました。地区の確認を、もう一度書いてください。")
            return redirect("village_sheets:edit", organization=request.organization.slug, pk=pk)
    found = voices_of(sheet.district.name, on=local_date(now))
    lines = [
        (voice, LineForm(initial={"line": voice.words}, auto_id=f"voice_{voice.check_in_id}_%s"))
        for voice in found.shown
        if voice.words not in sheet.text
    ]
    context = {"sheet": sheet, "lines": lines, "kept_back": found.kept_back, "form": form}
    return render(request, "workspace/voices.html", context, status=422 if form.is_bound else 200)
