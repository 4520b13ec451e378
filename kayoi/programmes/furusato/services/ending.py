"""End registrations: as the person wishes, as the town must, after a move or a death; and take that back."""

from datetime import date, datetime

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.engines.casefiles.selectors import family_ids
from kayoi.engines.followups import services as followups
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor, system
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Outcome, Reason, verdict
from kayoi.programmes.furusato.models import IdentityProof, NationalStatus, Registration
from kayoi.programmes.furusato.selectors.registered import (
    judged_for,
    locked,
    open_registration,
    registrations_of_file,
)
from kayoi.programmes.furusato.services.cards import revoke_cards
from kayoi.programmes.furusato.services.national_ends import bar_premium
from kayoi.programmes.furusato.services.registering import UnableToRegister
from kayoi.programmes.furusato.services.renewing import fall_or_lapse
from kayoi.programmes.furusato.services.telling_registered import tell_registered
from kayoi.programmes.furusato.states import (
    OPEN,
    REGISTRATION,
    EndReason,
    ProofMethod,
    RegistrationStatus,
    Standing,
)
from kayoi.programmes.furusato.states.mails import OVER

WITHDRAWN = "ご本人の申し出により、登録をやめました。"
# Proofs that rest on a certificate: it lapses when its holder moves.
BY_CERTIFICATE = (ProofMethod.JPKI, ProofMethod.CARD_AT_COUNTER)


@transaction.atomic
def withdraw(*, registration: Registration, why: str, by: Actor, at: datetime) -> None:
    """End a registration as the person wishes (取りやめる); its cards count no more."""
    row = locked(registration)
    was = row.status
    audit.move(row, "withdraw", by=by, at=at, why=why, also={"ended_on": local_date(at), "why": why})
    _over(row, was=was, reason=why or WITHDRAWN, by=by, at=at)


@transaction.atomic
def end(*, registration: Registration, reason: EndReason, why: str, on: date, by: Actor, at: datetime) -> None:
    """End a registration for a reason of the town's (登録を終える); the person is told, unless they have died."""
    row = locked(registration)
    was = row.status
    words = why or reason.label
    audit.move(row, "end", by=by, at=at, why=words, also={"ended_on": on, "end_reason": reason, "why": words})
    _over(row, was=was, reason=words, by=by, at=at)
    if reason is not EndReason.DEATH:
        row.refresh_from_db()
        english = row.case_file.language == "en"
        was = (english and row.register.name_en) or row.register.name
        then = "Please call us with any questions." if english else "ご不明の点は、お電話ください。"
        values = {"was": was, "why": words, "then": then}
        tell_registered(registration=row, what=OVER, values=values, by=by, at=at)


def _over(row: Registration, *, was: str, reason: str, by: Actor, at: datetime) -> None:
    """Revoke the cards, finish what waits, and count the end of what had begun."""
    followups.finish_caused_by(cause=REGISTRATION, reference=str(row.pk), by=system("furusato.over"), at=at)
    revoke_cards(registration=row, reason=reason, by=by, at=at)
    if was == RegistrationStatus.REGISTERED:
        casefiles.add_engagement(
            file=row.case_file, kind="registration_ended", occurred_at=at, cause=REGISTRATION, reference=str(row.pk),
            by=by, at=at,
        )  # fmt: skip


@transaction.atomic
def restore(*, registration: Registration, why: str, by: Actor, at: datetime) -> None:
    """Take an end back that was a mistake (終了を取り消す). Cards that were revoked are issued anew.

    Raises UnableToRegister where the person is in the register again by now, or was never in it.
    """
    row = locked(registration)
    if row.since is None:
        raise UnableToRegister(verdict([Reason("furusato.not_registered")]))
    if open_registration(row.register, row.case_file) is not None:
        raise UnableToRegister(verdict([Reason("furusato.registered_already")]))
    audit.move(row, "restore", by=by, at=at, why=why, also={"ended_on": None, "end_reason": "", "why": ""})


@transaction.atomic
def note_death(*, file: CaseFile, on: date, by: Actor, at: datetime) -> int:
    """End all that somebody had who has died (死亡の記録); nobody is written to. Return how many ended."""
    rows = [row for row in registrations_of_file(file) if row.status in OPEN]
    for row in rows:
        end(registration=row, reason=EndReason.DEATH, why="", on=on, by=by, at=at)
    for status in NationalStatus.objects.filter(case_file__in=family_ids(file), standing=Standing.ACTIVE):
        changes = {"standing": Standing.ENDED, "ended_on": on, "seen_on": local_date(at)}
        audit.change(status, changes, version=None, by=by, at=at, why=EndReason.DEATH.label)
    return len(rows)


@transaction.atomic
def note_place(*, file: CaseFile, place_code: str | None, on: date, by: Actor, at: datetime) -> list[Registration]:
    """Write where somebody lives from a day on (転入・転出を記録する), and let the conditions answer anew.

    A registration whose conditions now say no falls back or ends, with a notice; premium with the town in which one
    lives is barred. Proofs by a certificate lapse with the old address. "" is abroad, None a place that is not known.
    Return the registrations that ended.
    """
    version = CaseFile.objects.get(pk=file.pk).version
    casefiles.change_case_file(file=file, changes={"place_code": place_code or ""}, version=version, by=by, at=at)
    file.refresh_from_db()
    if not place_code:
        _forget_told_place(file, "abroad" if place_code is not None else None, by=by, at=at)
    proofs = IdentityProof.objects.filter(case_file__in=family_ids(file), method__in=BY_CERTIFICATE, lapsed_on=None)
    for proof in proofs.exclude(place_code=place_code) if place_code else proofs:
        audit.change(proof, {"lapsed_on": on}, version=None, by=by, at=at, why="転居")
    bar_premium(file=file, on=on, by=by, at=at)
    return _judge_anew(file, on=on, by=by, at=at)


def _forget_told_place(file: CaseFile, told: str | None, *, by: Actor, at: datetime) -> None:
    """Put what is known now in the place of where somebody lived when they applied."""
    for row in registrations_of_file(file):
        facts = row.facts.get("facts", {})
        if row.status in OPEN and facts.get("applicant.lives_in", told) != told:
            changes = {"facts": {**row.facts, "facts": {**facts, "applicant.lives_in": told}}}
            audit.change(row, changes, version=None, by=by, at=at, why="転居")


def _judge_anew(file: CaseFile, *, on: date, by: Actor, at: datetime) -> list[Registration]:
    ended = []
    for row in registrations_of_file(file):
        if row.status != RegistrationStatus.REGISTERED:
            continue
        row = locked(row)
        judged = judged_for(row, on=local_date(at))
        if judged.outcome is Outcome.NOT_MET and _because_of_place(judged.lines):
            because = {"end_reason": EndReason.MOVED_IN, "why": EndReason.MOVED_IN.label}
            audit.change(row, because, version=None, by=by, at=at)
            fall_or_lapse(row=row, judged=judged, on=on, by=by, at=at)
            _over(row, was="", reason=EndReason.MOVED_IN.label, by=by, at=at)
            ended.append(row)
    return ended


def _because_of_place(lines: list[dict[str, object]]) -> bool:
    """Tell whether the address speaks against it: what is short of activities today may be made good until the end."""
    return any(line["decides"] and "applicant.lives_in" in line["facts"] for line in lines)  # type: ignore[operator]


@transaction.atomic
def notice_moves(*, by: Actor, at: datetime) -> int:
    """Look at who moved in or out by the town's own records (転入・転出の記録との照合); return how many ended.

    Who moved out may be registered as somebody from outside: staff ask where they live now.
    """
    rows = Registration.objects.filter(status=RegistrationStatus.REGISTERED)
    files = {row.case_file_id: row.case_file for row in rows.select_related("case_file__organization")}
    came: dict[int, tuple[date, str]] = {}
    moves = Engagement.objects.filter(case_file_id__in=files, kind_id__in=MOVES).order_by("occurred_at", "pk")
    for file_id, kind, when in moves.values_list("case_file_id", "kind_id", "occurred_at"):
        came[file_id] = (local_date(when), kind)
    ended = 0
    for file_id, (on, kind) in came.items():
        file = files[file_id]
        home = file.organization.place_code
        if kind == "moved_in" and file.place_code != home:
            ended += len(note_place(file=file, place_code=home, on=on, by=by, at=at))
        elif kind == "moved_out" and file.place_code == home:
            ended += len(note_place(file=file, place_code=None, on=on, by=by, at=at))
            followups.plan_follow_up(
                title=f"{file.number}: 転出した。いまの住所を聞き、町の外の人の登録を案内する", due_on=local_date(at),
                case_file=file, owner=file.assigned_to, by=by, at=at,
            )  # fmt: skip
    return ended


# The last of these tells where somebody is; moving out leaves open where to.
MOVES = ("moved_in", "moved_out", "move_withdrawn", "move_out_withdrawn")
