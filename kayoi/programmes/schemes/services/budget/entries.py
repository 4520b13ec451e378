"""Write an entry of a line together with its transfer: no entry without transfer, no transfer without entry."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from kayoi.engines.ledger import services as ledger
from kayoi.engines.ledger.services import KeyReused
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor
from kayoi.kit.dates import wareki_year
from kayoi.kit.verdict import Reason, Refused, Verdict, verdict
from kayoi.programmes.schemes.models import BudgetEntry, BudgetLine, Commitment, Provision
from kayoi.programmes.schemes.rules.budget import Split
from kayoi.programmes.schemes.states.budget import LINE, CarryKind, EntryKind

K = EntryKind
# From which account of a line (free, committed, paid) an entry takes: -1; to which it gives: 1.
WITHIN: Final = {
    K.COMMITTED: (-1, 1, 0), K.RAISED: (-1, 1, 0), K.REDUCED: (1, -1, 0), K.RELEASED: (1, -1, 0),
    K.PAID: (0, -1, 1), K.REOPENED: (0, 1, -1), K.TAKEN_BACK: (1, 0, -1),
    K.TAKEN_OUT: (-1, 0, 1),
}  # fmt: skip
FREE_IN, FREE_OUT, COMMITTED_IN, COMMITTED_OUT, NOWHERE = (1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 0)


class UnableToBook(Refused):
    """The day, the place in the budget, or what is left does not allow it."""

    @classmethod
    def unless(cls, answer: Verdict) -> None:
        """Raise where a rule refuses."""
        if answer.refused:
            raise cls(answer)


@dataclass(frozen=True)
class Posting:
    """Something that is to happen to a line; `key` tells the same press from another one."""

    line: BudgetLine
    kind: EntryKind
    amount_yen: int
    on: date
    key: str
    note: str
    by: Actor
    at: datetime
    carry: CarryKind | None = None
    provision: Provision | None = None

    def known(self) -> BudgetEntry | None:
        """Return the entry that the same press has made before. Raises KeyReused where its amount was another."""
        entry = BudgetEntry.objects.filter(line=self.line, key=self.key).first()
        if entry is not None and entry.amount_yen != self.amount_yen:
            raise KeyReused(self.key)
        return entry

    def within(self, cause: str, reference: str) -> int:
        """Let the amount pass between two accounts of the line; return the transfer's id."""
        pots = (self.line.free_id, self.line.committed_id, self.line.paid_id)
        account = dict(zip(WITHIN[self.kind], pots, strict=True))
        return self.between(account[1], account[-1], cause=cause, reference=reference)

    def between(self, debit: int, credit: int, *, cause: str = LINE, reference: str = "") -> int:
        """Let the amount pass from the account `credit` to `debit`; return the transfer's id."""
        return ledger.transfer(
            debit=debit, credit=credit, amount=self.amount_yen, key=self.transfer_key, cause=cause,
            reference=reference or str(self.line.pk), on=self.on, by=self.by, at=self.at,
        )  # fmt: skip

    @property
    def transfer_key(self) -> str:
        """The key of the transfer in the ledger."""
        return f"budget:{self.line.pk}:{self.key}"

    def write(
        self, transfer: int, effect: tuple[int, int, int], *, parts: Split | None = None,
        commitment: Commitment | None = None,
    ) -> BudgetEntry:  # fmt: skip
        """Write the entry of a transfer."""
        free, committed, paid = (sign * self.amount_yen for sign in effect)
        return BudgetEntry.objects.create(
            line=self.line, commitment=commitment, kind=self.kind, key=self.key, on=self.on,
            amount_yen=self.amount_yen, free_yen=free, committed_yen=committed, paid_yen=paid, transfer_id=transfer,
            note=self.note, by_name=self.by.name, at=self.at, carry=self.carry or "", provision=self.provision,
            **(asdict(parts) if parts else {}),
        )  # fmt: skip

    def pass_on(self, taker: BudgetLine) -> BudgetEntry:
        """Let free money pass to another line; return the entry of the taker. The same press twice is one."""
        if self.known():
            return BudgetEntry.objects.get(line=taker, key=self.key)
        transfer = self.between(taker.free_id, self.line.free_id)
        given, taken = self.write(transfer, FREE_OUT), replace(self, line=taker).write(transfer, FREE_IN)
        for one in (given, taken):
            self.record(one)
        return taken

    def record(self, entry: BudgetEntry) -> None:
        """Write in the audit trail what an entry has done to its line."""
        after = {"kind": entry.kind, "yen": entry.free_yen, "on": entry.on}
        audit.record("schemes.appropriate", entry.line, by=self.by, at=self.at, why=entry.note, after=after)

    def bind(self, cause: str, reference: str, on: date, **more: Any) -> Commitment:
        """Write a commitment with the next number of the line, whose accounts a transfer has locked."""
        year = wareki_year(date(self.line.fiscal_year, 12, 31)).removesuffix("年")
        position = Commitment.objects.filter(line=self.line).count() + 1
        return Commitment.objects.create(
            line=self.line, number=f"{year}-負{self.line.number:03d}-{position:04d}", cause=cause,
            reference=reference, committed_on=on, amount_yen=self.amount_yen,
            **{"sources": self.line.sources} | more,
        )  # fmt: skip

    def change(self, row: Commitment, transfer: int, parts: Split, changes: dict[str, int]) -> BudgetEntry:
        """Write the entry of a commitment that is locked, its new amounts, and both in the audit trail."""
        effect = WITHIN.get(self.kind, NOWHERE)
        entry = self.write(transfer, effect, parts=parts, commitment=row)
        before = {name: getattr(row, name) for name in changes}
        Commitment.objects.filter(pk=row.pk).update(**changes)
        audit.record(
            f"schemes.{self.kind}", row, by=self.by, at=self.at, why=self.note, before=before, after=changes
        )  # fmt: skip
        return entry

    def require_open(self, row: Commitment) -> None:
        """Raise UnableToBook where less is bound and not paid."""
        if self.amount_yen > row.open_yen:
            UnableToBook.unless(verdict([Reason("schemes.more_than_open", {"open": f"{row.open_yen:,}"})]))

    def require_paid(self, row: Commitment) -> None:
        """Raise UnableToBook where the grantee holds less."""
        held = row.paid_yen - row.refunded_yen
        if self.amount_yen > held:
            UnableToBook.unless(verdict([Reason("schemes.more_than_paid", {"paid": f"{held:,}"})]))
