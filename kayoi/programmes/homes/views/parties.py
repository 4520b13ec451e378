"""Staff: what came of a call or letter, who speaks for a holder, that somebody has died, the letter."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kayoi.foundation.files.forms import REFUSALS as FILES
from kayoi.foundation.files.services import UnableToTakeFile, take_file
from kayoi.foundation.identity.marks import Request, staff
from kayoi.foundation.identity.selectors import members
from kayoi.kit.dates import business_days_later, local_date
from kayoi.kit.documents import NoFont
from kayoi.kit.moves import ChangedMeanwhile
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Refused
from kayoi.programmes.homes import services
from kayoi.programmes.homes.forms.people import REPLY_WORKING_DAYS, AgentForm, DeceasedForm, LetterForm, WordForm
from kayoi.programmes.homes.models import Party
from kayoi.programmes.homes.selectors.letters import letter_to
from kayoi.programmes.homes.selectors.parties import people_of
from kayoi.programmes.homes.states import Permission
from kayoi.programmes.homes.views.acting import form_page, go, refusal
from kayoi.programmes.homes.views.people import party_or_404, shown_of

DEATH = (
    "権利者のときは、公開中の家はすぐに公開停止になり、この人の同意と代理は終わります。",
    "「相続人の同意」の詰まりと、相続人を確かめる対応を作ります。",
)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def word(request: Request, pk: int) -> HttpResponse:
    """Write down what came of a call, a visit or a letter."""
    party, now = party_or_404(pk), timezone.now()
    initial = {"reached": party.reached, "agreement": party.agreement, "owner": request.membership.pk}
    today = local_date(now)
    form = WordForm(request.POST or None, members=members(on=today), today=today, party=party, initial=initial)
    if form.is_valid():
        services.record_word(party=party, **form.word(), by=request.actor, at=now)
        messages.success(request, "連絡の結果を記録しました。")
        return go(request, "homes:party", pk=pk)
    title = f"連絡の結果を記録する: {shown_of(party).name}"
    return form_page(request, form, title=title, button="記録する", back="homes:party", home=party.home, pk=pk)


@staff(Permission.HOME_READ)
@require_safe
def letter(request: Request, pk: int) -> HttpResponse:
    """Show the letter to a holder as PDF; of protected people none is made here."""
    party, today = party_or_404(pk), local_date(timezone.now())
    if shown_of(party).hidden:
        messages.error(request, "支援措置の対象の方です。手紙は、個票を開き、理由を書いてから出してください。")
        return go(request, "homes:party", pk=pk)
    try:
        body = letter_to(party, request.organization, on=today, reply_by=business_days_later(today, REPLY_WORKING_DAYS))
    except NoFont as missing:
        messages.error(request, str(missing))
        return go(request, "homes:party", pk=pk)
    headers = {"Content-Disposition": f'inline; filename="letter-{party.home_id}-{pk}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def letter_sent(request: Request, pk: int) -> HttpResponse:
    """Write down that the letter went out; somebody looks for the answer."""
    party, now = party_or_404(pk), timezone.now()
    today = local_date(now)
    initial = {"owner": request.membership.pk}
    form = LetterForm(request.POST or None, members=members(on=today), today=today, initial=initial)
    if form.is_valid():
        services.record_letter(party=party, **form.cleaned_data, by=request.actor, at=now)
        messages.success(request, "手紙を出したと記録しました。期限の翌日に、返事を確かめます。")
        return go(request, "homes:party", pk=pk)
    title = f"手紙を出したと記録する: {shown_of(party).name}"
    return form_page(request, form, title=title, button="記録する", back="homes:party", home=party.home, pk=pk)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def agent(request: Request, pk: int) -> HttpResponse:
    """Write down who speaks for a holder, by which paper, until when."""
    party = party_or_404(pk)
    everybody = people_of(party.home, on=local_date(timezone.now())).all
    agents = [one for one in everybody if not one.is_dead and one.party != party]
    ends = party.agent_ends_before - timedelta(days=1) if party.agent_ends_before else None
    initial = {"agent": party.agent_id, "ends_on": ends, "version": party.version}
    form = AgentForm(request.POST or None, request.FILES or None, agents=agents, initial=initial)
    if form.is_valid() and _set_agent(request, party, form):
        messages.success(request, "代理人を書きました。")
        return go(request, "homes:party", pk=pk)
    return form_page(
        request, form, title="代理人を書く", button="代理人を書く", back="homes:party", home=party.home, pk=pk,
        notes=("代理人がまだ関係者にいないときは、先に「親族(窓口)」などとして加えます。",),
    )  # fmt: skip


@staff(Permission.HOME_EDIT)
@require_POST
def end_agent(request: Request, pk: int) -> HttpResponse:
    """Write down that nobody speaks for a holder any more."""
    services.end_agent(party=party_or_404(pk), why="代理の終わり", by=request.actor, at=timezone.now())
    messages.success(request, "代理を終えました。")
    return go(request, "homes:party", pk=pk)


@staff(Permission.HOME_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def deceased(request: Request, pk: int) -> HttpResponse:
    """Write down that somebody has died: the house is suspended at once."""
    party, now = party_or_404(pk), timezone.now()
    form = DeceasedForm(request.POST or None, today=local_date(now), initial={"version": party.version})
    if form.is_valid():
        try:
            services.mark_deceased(party=party, **form.cleaned_data, by=request.actor, at=now)
        except ChangedMeanwhile as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, "亡くなったことを記録しました。相続人を確かめて、加えてください。")
            return go(request, "homes:people", pk=party.home_id)
    return form_page(
        request, form, title=f"亡くなったと記録する: {shown_of(party).name}", button="亡くなったと記録する",
        back="homes:party", home=party.home, pk=pk, notes=DEATH,
    )  # fmt: skip


def _set_agent(request: Request, party: Party, form: AgentForm) -> bool:
    values, now = form.cleaned_data, timezone.now()
    ends = values["ends_on"] + timedelta(days=1) if values["ends_on"] else None
    upload = values["paper"]
    try:
        paper = (
            take_file(upload=upload.file, name=upload.name, size=upload.size, by=request.actor, at=now)
            if upload
            else None
        )
        services.set_agent(
            party=party, agent=form.agents[values["agent"]], ends_before=ends, paper=paper,
            version=values["version"], by=request.actor, at=now,
        )  # fmt: skip
    except UnableToTakeFile as refused:
        form.add_error("paper", sentences(refused.verdict, FILES))
    except (Refused, ChangedMeanwhile) as refused:
        form.add_error(None, refusal(refused))
    return form.is_valid()
