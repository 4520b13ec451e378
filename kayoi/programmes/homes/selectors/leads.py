"""Leads in lists, on their page, and as a funnel from lead to contract."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import F, Max, QuerySet
from django.utils.translation import gettext_lazy as _

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import protected_families, roots_of
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.audit.models import Entry
from kayoi.kit.dates import JST, fiscal_year_start, local_date
from kayoi.kit.tokens import token_hash
from kayoi.programmes.homes.models import Contract, Entrance, HomeEvent, Lead
from kayoi.programmes.homes.states import LEAD, HomeStatus, LeadSource, LeadStatus
from kayoi.programmes.homes.states.finding import OPEN_LEADS, Stage

OWN_ENTRIES = 30
MOST_STEPS = 50
# The entries of the audit trail that staff read as the course of a lead.
STEPS = {
    "homes.tell_lead": "受け付けた",
    "homes.lead.contact": "連絡した",
    "homes.lead.wait": "所有者が考えている",
    "homes.lead.take_on": "空き家の記録にした",
    "homes.lead.drop": "見送った",
    "homes.lead.reopen": "もう一度対応する",
    "homes.lead.change": "回答が書き直された",
    "homes.name_owner": "所有者を記録した",
}
# What the public reads of a lead by its receipt number: a neighbour learns nothing of the owner.
STATE_LINES = {
    LeadStatus.NEW: _("受け付けました。担当が確かめています。"),
    LeadStatus.CONTACTED: _("担当が対応しています。"),
    LeadStatus.WAITING: _("担当が対応しています。"),
    LeadStatus.HOUSE: _("空き家として、活用に向けて対応しています。"),
    LeadStatus.DROPPED: _("対応を終えました。"),
}


@dataclass(frozen=True)
class LeadRow:
    """A lead with its age and what is to be done next."""

    lead: Lead
    age_days: int
    next_step: FollowUp | None
    is_late: bool


def leads(*, status: str = "", source: str = "", stage: str = "", year: int | None = None) -> QuerySet[Lead]:
    """Return leads, the latest first; those that are open unless a status or stage says otherwise."""
    found = _of_year(year).order_by("-received_at", "-pk")
    if source:
        found = found.filter(source=source)
    if stage:
        return found.filter(pk__in=_of_stage(Stage.of(stage)))
    if status == "all":
        return found
    return found.filter(status=status) if status else found.filter(status__in=OPEN_LEADS)


def lead_rows(found: Iterable[Lead], *, on: date) -> list[LeadRow]:
    """Return leads as staff see them in a list: without names, with the next step."""
    shown = list(found)
    waiting = FollowUp.objects.open().filter(cause=LEAD, reference__in=[str(lead.pk) for lead in shown])
    steps = {step.reference: step for step in waiting.order_by("-due_on", "-pk")}  # the earliest one stays
    rows = []
    for lead in shown:
        step = steps.get(str(lead.pk))
        age = (on - local_date(lead.received_at)).days
        rows.append(LeadRow(lead, age, step, step is not None and step.due_on < on))
    return rows


def lead_named(pk: int) -> Lead | None:
    """Return a lead with the files of who told it and of the owner."""
    rows = Lead.objects.select_related("told_by", "owner", "entrance").defer("told_by__search", "owner__search")
    found: Lead | None = rows.filter(pk=pk).first()
    return found


def people_of(lead: Lead, *, on: date) -> list[tuple[str, CaseFile, bool]]:
    """Return who has to do with a lead, each with the word for it and whether the person is under protection."""
    pairs = {"知らせた人": lead.told_by_id, "所有者": lead.owner_id}
    if lead.told_by_id == lead.owner_id:
        del pairs["知らせた人"]
    kept = roots_of(pk for pk in pairs.values() if pk is not None)
    hidden = protected_families([file.pk for file in kept.values()], on=on)
    return [(label, kept[pk], kept[pk].pk in hidden) for label, pk in pairs.items() if pk is not None]


def steps_of_lead(lead: Lead) -> Sequence[tuple[str, Entry]]:
    """Return what was done about a lead in words, the latest first."""
    rows = Entry.objects.filter(subject=LEAD, reference=str(lead.pk), action__in=STEPS)
    return [(STEPS[entry.action], entry) for entry in rows.order_by("-at", "-pk")[:MOST_STEPS]]


def next_steps_of(lead: Lead, causes: Sequence[str]) -> Sequence[FollowUp]:
    """Return what is still to be done about a lead, the nearest first."""
    return list(FollowUp.objects.open().filter(cause__in=causes, reference=str(lead.pk)).order_by("due_on", "pk"))


def lead_of_receipt(receipt: str) -> Lead | None:
    """Return the lead of a receipt number."""
    found: Lead | None = Lead.objects.filter(receipt=receipt).first()
    return found


def entrance_of(token: str) -> Entrance | None:
    """Return the entrance that a secret link opens, unless it was stopped."""
    found: Entrance | None = Entrance.objects.filter(token_hash=token_hash(token), closed_at=None).first()
    return found


def entries_of(entrance: Entrance) -> Sequence[tuple[Lead, Any]]:
    """Return the latest leads that came through an entrance, each with its state line."""
    rows = Lead.objects.filter(entrance=entrance).order_by("-received_at", "-pk")[:OWN_ENTRIES]
    return [(lead, state_line(lead)) for lead in rows]


def state_line(lead: Lead) -> Any:
    """Return the state of a lead as the public reads it."""
    return STATE_LINES[LeadStatus.of(lead.status)]


def entrances() -> QuerySet[Entrance, Any]:
    """Return the entrances with the moment of their last lead, those in use first."""
    told = Entrance.objects.annotate(told_at=Max("leads__received_at"))
    return told.order_by(F("closed_at").desc(nulls_first=True), "kind", "name")


@dataclass(frozen=True)
class Funnel:
    """The leads of one source, and how many came how far."""

    source: LeadSource
    counts: Sequence[tuple[Stage, int]]


def funnel(*, year: int | None = None) -> list[Funnel]:
    """Return by source how many leads of a fiscal year came how far (把握から成約まで)."""
    told = dict(_of_year(year).values_list("pk", "source"))
    counts = {stage: Counter(told[pk] for pk in _of_stage(stage) if pk in told) for stage in Stage}
    return [
        Funnel(source, [(stage, counts[stage][source.value]) for stage in Stage])
        for source in LeadSource
        if counts[Stage.TOLD][source.value]
    ]


def _of_year(year: int | None) -> QuerySet[Lead]:
    if year is None:
        return Lead.objects.all()
    first, after = (datetime.combine(fiscal_year_start(one), time(), JST) for one in (year, year + 1))
    return Lead.objects.filter(received_at__gte=first, received_at__lt=after)


def _of_stage(stage: Stage) -> set[int]:
    """Return the ids of the leads that came that far: each stage holds those of the later ones too."""
    if stage is Stage.TOLD:
        return set(Lead.objects.values_list("pk", flat=True))
    contracted = Contract.objects.filter(fell_through_on=None, home__lead__isnull=False)
    found = set(contracted.values_list("home__lead", flat=True))
    if stage is Stage.CONTRACT:
        return found
    registered = HomeEvent.objects.filter(target=HomeStatus.REGISTERED, home__lead__isnull=False)
    found |= set(registered.values_list("home__lead", flat=True))
    if stage is Stage.REGISTERED:
        return found
    found |= set(Lead.objects.filter(status=LeadStatus.HOUSE).values_list("pk", flat=True))
    if stage is Stage.HOUSE:
        return found
    return found | set(Lead.objects.filter(contacted_at__isnull=False).values_list("pk", flat=True))
