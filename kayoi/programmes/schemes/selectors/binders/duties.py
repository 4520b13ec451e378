"""What became of a grant after it was paid (交付後の義務・返還), as rows of the binder."""

from collections.abc import Iterator
from datetime import date

from kayoi.kit.dates import wareki
from kayoi.programmes.schemes.models import Obligation, Proof, Recovery
from kayoi.programmes.schemes.selectors.binders.reading import Case

DUTIES = ("義務", "期間", "状態", "年ごとの証明", "違反")
REFUNDS = ("事由・起きた日", "状態", "対象・免除・命じた額(円)", "案・決裁", "期限", "納付(円)", "理由・確かめた書類")


def duty_rows(case: Case) -> Iterator[tuple[str, ...]]:
    """Yield a row for each duty: its time, where it stands, the proof of each year, how it was broken."""
    for one in case.obligations:
        proofs = "、".join(_proof(proof) for proof in one.proofs.all())
        breaches = "、".join(
            f"{breach.get_kind_display()} {_day(breach.happened_on)}({breach.get_status_display()})"
            for breach in one.breaches.all()
        )
        time = f"{wareki(one.starts_on)}から{wareki(one.until)}まで"
        yield one.get_kind_display(), time, _standing(one), proofs, breaches


def refund_rows(case: Case) -> Iterator[tuple[str, ...]]:
    """Yield a row for each refund: what happened, who proposed and decided what, what has come in."""
    for one in case.recoveries:
        base = "―" if one.base_yen is None else f"{one.base_yen:,}"
        paid = [f"{wareki(each.on)} {each.amount_yen:,}" for each in one.repayments.all()]
        yield (
            f"{one.get_ground_display()} {_day(one.happened_on)}", one.get_status_display(),
            f"{base}・{one.exempted_yen:,}・{one.demanded_yen:,}", _hands(one), _day(one.due_on) or "―",
            "、".join(paid) or "―", " ".join(word for word in (one.reason, one.evidence) if word),
        )  # fmt: skip


def _standing(obligation: Obligation) -> str:
    closed = f" {wareki(obligation.closed_on)}" if obligation.closed_on else ""
    return f"{obligation.get_status_display()}{closed}"


def _proof(proof: Proof) -> str:
    seen = f"({proof.get_means_display()} {wareki(proof.seen_on)})" if proof.seen_on else ""
    return f"{proof.year}年目 {proof.get_status_display()}{seen}"


def _hands(recovery: Recovery) -> str:
    hands = ((recovery.proposed_on, recovery.proposed_by), (recovery.decided_on, recovery.decided_by))
    return "・".join(f"{_day(on)} {member.name}" for on, member in hands if member) or "―"


def _day(day: date | None) -> str:
    return wareki(day) if day else ""
