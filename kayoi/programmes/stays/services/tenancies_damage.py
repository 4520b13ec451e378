"""Damages beyond a deposit: claimed with a paper and a due day, paid as rent is, put right by their opposite."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kayoi.engines.followups import services as followups
from kayoi.engines.ledger import services as ledger
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import business_days_later, local_date, wareki
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.stays.models import DamageClaim, Tenancy
from kayoi.programmes.stays.selectors.monthly import RENTS, account_key
from kayoi.programmes.stays.selectors.tenancies import is_sublet
from kayoi.programmes.stays.selectors.tenancies_deposit import made_good
from kayoi.programmes.stays.services.tenancies_papers import issue_paper
from kayoi.programmes.stays.states.tenancies import DAMAGE, DAMAGE_CLAIM, DAMAGE_INCOME, PaperKind, TenancyStatus

GIVE_WITHIN_DAYS = 10
CLAIMABLE = (TenancyStatus.LIVING, TenancyStatus.LEAVING, TenancyStatus.ENDED)


class UnableToClaim(Refused):
    """Nobody has lived there, the day to pay is over already, or it was taken back before."""


@dataclass(frozen=True)
class Damage:
    """What is claimed: how much, for what, by when."""

    amount_yen: int
    words: str
    due_on: date


@transaction.atomic
def claim_damage(*, tenancy: Tenancy, damage: Damage, key: UUID, by: Actor, at: datetime) -> DamageClaim:
    """Claim the costs of a damage (原状回復の費用を請求する): a debt in the ledger and a paper; the same key is one.

    Raises UnableToClaim.
    """
    row = Tenancy.objects.select_for_update(of=("self",)).select_related("room__house", "head_lease").get(pk=tenancy.pk)
    known: DamageClaim | None = DamageClaim.objects.filter(key=key).first()
    if known is not None:
        return known
    against = [] if row.status in CLAIMABLE else [Reason("tenancies.claim_not_now")]
    if is_sublet(row):
        against.append(Reason("tenancies.partner_keeps"))
    if damage.due_on < local_date(at):
        against.append(Reason("tenancies.due_past"))
    if against:
        raise UnableToClaim(verdict(against))
    income = ledger.open_account(key=DAMAGE_INCOME, label="原状回復の費用(請求した額)", least=None, by=by, at=at)
    key_of_rent = account_key(RENTS, row.pk)
    owed = ledger.open_account(key=key_of_rent, label=f"家賃 {row.pk}", least=None, by=by, at=at)
    transfer = ledger.transfer(
        debit=int(owed.pk), credit=int(income.pk), amount=damage.amount_yen,
        key=f"damage:{key}", cause=DAMAGE, reference=str(row.pk), on=local_date(at), by=by, at=at,
    )  # fmt: skip
    made: DamageClaim = DamageClaim.objects.create(
        tenancy=row, amount_yen=damage.amount_yen, words=damage.words, due_on=damage.due_on, key=key,
        transfer_id=transfer, made_at=at,
    )  # fmt: skip
    audit.record("stays.claim_damage", made, by=by, at=at, after={"amount_yen": damage.amount_yen})
    _tell(made, row, by=by, at=at)
    return made


@transaction.atomic
def take_claim_back(*, claim: DamageClaim, why: str, by: Actor, at: datetime) -> None:
    """Take a claim back that does not stand (請求を取り消す); what was paid for it stays paid. Raises UnableToClaim."""
    row = DamageClaim.objects.select_for_update(of=("self",)).select_related("transfer").get(pk=claim.pk)
    if row.reversal_id is not None:
        raise UnableToClaim(verdict([Reason("tenancies.taken_back_before")]))
    back = ledger.reverse(
        original=row.transfer, key=f"damage-back:{row.pk}", cause=DAMAGE, reference=str(row.tenancy_id),
        on=local_date(at), by=by, at=at,
    )  # fmt: skip
    audit.change(row, {"reversal_id": back, "why": why}, version=None, by=by, at=at, why=why)
    followups.finish_caused_by(cause=DAMAGE_CLAIM, reference=str(row.pk), by=by, at=at)


def _tell(claim: DamageClaim, row: Tenancy, *, by: Actor, at: datetime) -> None:
    """Make the paper that says it, and let staff hand it over."""
    more = {
        "damage": claim.words, "claimed": f"金{claim.amount_yen:,}円", "due": wareki(claim.due_on),
        "beyond": "のうち、敷金で足りない額" if made_good(row) else "",
    }  # fmt: skip
    issue_paper(
        tenancy=row, kind=PaperKind.CLAIM, starts_on=row.term_starts_on, ends_before=row.ends_before, more=more, by=by,
        at=at,
    )  # fmt: skip
    followups.plan_follow_up(
        title=f"原状回復の費用{claim.amount_yen:,}円の請求書を渡す: {row.room.house.name}"[:200],
        due_on=business_days_later(local_date(at), GIVE_WITHIN_DAYS), case_file=row.case_file,
        owner=row.case_file.assigned_to, cause=DAMAGE_CLAIM, reference=str(claim.pk), by=by, at=at,
    )  # fmt: skip
