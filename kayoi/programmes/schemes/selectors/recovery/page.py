"""One refund as its page shows it: the rule, the decision, what is owed, parts, what came in, what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kayoi.engines.followups.models import FollowUp
from kayoi.engines.procedures.models import Letter
from kayoi.engines.procedures.selectors.applications import is_protected
from kayoi.foundation.audit.models import Entry
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_time, wareki
from kayoi.kit.html import Entry as TimelineEntry
from kayoi.programmes.schemes.models import BudgetEntry, Hearing, Recovery, Repayment, Reversal
from kayoi.programmes.schemes.rules.recovery.deciding import actions
from kayoi.programmes.schemes.rules.recovery.instalments import PaidPart
from kayoi.programmes.schemes.rules.recovery.reckoning import Reckoned, certain_yen, share_in_words
from kayoi.programmes.schemes.selectors.hearings import hearing_of, spoken_of
from kayoi.programmes.schemes.selectors.recovery.recoveries import (
    Owed,
    lapse_of,
    owed,
    parts_of_plan,
    reckoned,
    repayments_of,
)
from kayoi.programmes.schemes.selectors.recovery.returned import entries_of
from kayoi.programmes.schemes.states.grants import LETTERS
from kayoi.programmes.schemes.states.permissions import Permission
from kayoi.programmes.schemes.states.recovery import (
    AWAITED,
    RECOVERY,
    Arrears,
    RecoveryAction,
    RecoveryStatus,
    Renewal,
)

WORDS = {
    "schemes.open_recovery": "返還の検討を始めた",
    "schemes.recovery.change": "内容を書き換えた",
    "schemes.ask_to_speak": "弁明の機会を与えた",
    "schemes.note_statement": "弁明を記録",
    "schemes.recovery.propose": "案を作成",
    "schemes.recovery.send_back": "案を差し戻し",
    "schemes.recovery.find_nothing_due": "返還なしと決定",
    "schemes.recovery.exempt": "免除を決定",
    "schemes.recovery.demand": "返還を命じた",
    "schemes.recovery.allow_instalments": "分割納付を承認",
    "schemes.recovery.contest": "審査請求など",
    "schemes.recovery.take_up": "検討に戻した",
    "schemes.recovery.uphold": "審査請求などの結果",
    "schemes.recovery.uphold_plan": "審査請求などの結果",
    "schemes.recovery.pay_principal": "元金の納付が済んだ",
    "schemes.recovery.settle": "完納",
    "schemes.recovery.write_off": "不納欠損",
    "schemes.recovery.owe_again": "納付待ちに戻した",
    "schemes.recovery.owe_plan_again": "納付待ちに戻した",
    "schemes.recovery.owe_rest_again": "納付待ちに戻した",
    "schemes.receive_repayment": "納付",
    "schemes.reverse_repayment": "納付の取消し",
}
# What a step needs besides the right to edit.
NEEDS = {RecoveryAction.RECEIVE: Permission.PAYMENT_MAKE}
OF_LETTERS = tuple(
    LETTERS[one] for one in ("hearing", "taken_back", "exempted", "reminder", "instalments", "withdrawn")
)


@dataclass(frozen=True)
class Told:
    """What the rule says of a day by a way of counting, in words."""

    reckoned: Reckoned
    sentence: str
    counting: str


@dataclass(frozen=True)
class RecoveryPage:
    """A refund with all that its page shows. `by_person`: the rule leaves it to people."""

    recovery: Recovery
    told: Sequence[Told]
    by_person: bool
    hearing: Hearing | None
    due: FollowUp | None
    actions: Sequence[RecoveryAction]
    owed: Owed
    is_late: bool
    parts: Sequence[PaidPart]
    repayments: Sequence[Repayment]
    reversed: Sequence[Reversal]
    may_reverse: bool
    entries: Sequence[BudgetEntry]
    arrears: str
    lapses_on: date | None
    renewals: Sequence[str]
    letters: Sequence[Letter]
    steps: Sequence[TimelineEntry]
    protected: bool


def recovery_page(recovery: Recovery, *, by: Actor, on: date) -> RecoveryPage:
    """Return the page of a refund as it stands on a day, with the steps that its reader may take."""
    found = reckoned(recovery)
    is_late = recovery.status in AWAITED and recovery.is_late(on)
    letters = Letter.objects.filter(application=recovery.grant.application_id, template__in=OF_LETTERS)
    tasks = FollowUp.objects.open().filter(cause=RECOVERY, reference=str(recovery.pk))
    kind = (recovery.arrears or {}).get("kind", Arrears.NONE)
    return RecoveryPage(
        recovery=recovery,
        told=[told(one, recovery) for one in found],
        by_person=certain_yen(found) is None,
        hearing=hearing_of(recovery.grant, recovery),
        due=tasks.order_by("due_on", "pk").first(),
        actions=[one for one in possible(recovery, on=on) if by.may(NEEDS.get(one))],
        owed=owed(recovery, on=on),
        is_late=is_late,
        parts=parts_of_plan(recovery),
        repayments=repayments_of(recovery),
        entries=entries_of(recovery.grant) if recovery.demanded_yen else [],
        arrears=Arrears.of(kind).label if kind != Arrears.NONE else "",
        lapses_on=lapse_of(recovery),
        renewals=[_renewal(one) for one in recovery.renewals],
        letters=list(letters.order_by("-made_at", "-pk")),
        reversed=list(Reversal.objects.filter(repayment__recovery=recovery).select_related("repayment").order_by("pk")),
        may_reverse=recovery.status != RecoveryStatus.WRITTEN_OFF and by.may(Permission.PAYMENT_MAKE),
        steps=_steps(recovery),
        protected=is_protected(recovery.grant.application, on=on),
    )


def possible(recovery: Recovery, *, on: date) -> list[RecoveryAction]:
    """Return what staff can do now, the next step first."""
    return actions(
        RecoveryStatus.of(recovery.status), is_demanded=recovery.demanded_yen > 0, is_late=recovery.is_late(on),
        is_reminded=recovery.is_reminded, spoken=spoken_of(hearing_of(recovery.grant, recovery)),
    )  # fmt: skip


def told(one: Reckoned, recovery: Recovery) -> Told:
    """Return what the rule says, in words with the days: 申請日 …、転出日 …: … → 全額."""
    grant = recovery.grant
    day = f"{recovery.day_label} {one.on.isoformat() if one.on else '不明'}"
    because = "、".join(one.because) or "要件の事由による"
    share = share_in_words(one.yen, paid_yen=grant.paid_yen)
    ends = "、".join(f"{words}の末日 {last.isoformat()}" for words, last in one.ends)
    counting = one.counting.label + (f"。{ends}" if ends else "")
    return Told(one, f"申請日 {grant.applied_on.isoformat()}、{day}:{because} → {share}", counting)


def _renewal(one: Mapping[str, str]) -> str:
    note = f"({one['note']})" if one["note"] else ""
    return f"{Renewal.of(one['kind']).label} {wareki(date.fromisoformat(one['on']))}{note}"


def _steps(recovery: Recovery) -> list[TimelineEntry]:
    repayments = Repayment.objects.filter(recovery=recovery)
    about = Q(subject=recovery._meta.label, reference=str(recovery.pk))
    heard = Hearing.objects.filter(recovery=recovery)
    about |= Q(subject=Hearing._meta.label, reference__in=[str(one.pk) for one in heard])
    about |= Q(subject=Repayment._meta.label, reference__in=[str(one.pk) for one in repayments])
    entries = Entry.objects.filter(about, action__in=WORDS).exclude(action="schemes.recovery.change", why="")
    return [
        TimelineEntry(
            when=f"{local_time(one.at):%Y-%m-%d %H:%M}", title=WORDS[one.action], by=one.actor_name, text=one.why,
            iso=one.at.isoformat(),
        )
        for one in entries.order_by("-at", "-id")
    ]  # fmt: skip
