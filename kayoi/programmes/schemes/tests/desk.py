"""A town that grants and pays, for tests of what is checked before money leaves."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.procedures.models import Procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date
from kayoi.programmes.schemes.models import Payment, PaymentFinding
from kayoi.programmes.schemes.services import grants, payments
from kayoi.programmes.schemes.tests.budgets import make_account
from kayoi.programmes.schemes.tests.factories import LINK
from kayoi.programmes.schemes.tests.grants import make_claim, make_fixed, make_grant
from tests.cast import Member


@dataclass
class Desk:
    """A town that pays: its officer, its head, the day."""

    town: Organization
    procedure: Procedure
    officer: Member
    head: Member
    chief: Member
    at: datetime

    @property
    def sender(self) -> grants.Sender:
        return grants.Sender(self.town, LINK)

    @property
    def on(self) -> date:
        return local_date(self.at)

    def claimed(self, name: str = "蔵持 実", **you: Any) -> Payment:
        """Grant, fix and claim; return what is to be paid, to an account of its own."""
        grant = make_grant(
            self.town, self.procedure, by=self.officer.actor, head=self.head.actor, at=self.at, name=name, **you
        )
        make_fixed(self.town, grant, by=self.officer.actor, head=self.head.actor, at=self.at)
        grant.refresh_from_db()
        CaseFile.objects.filter(pk=grant.case_file_id).update(kana="くらもち みのる")
        self.give_account(grant.case_file, f"{grant.pk:07}")
        claim = make_claim(self.town, grant, at=self.at)
        grants.check_claim(claim=claim, by=self.officer.actor, at=self.at)
        return Payment.objects.get(key=f"claim:{claim.pk}")

    def give_account(self, file: CaseFile, number: str) -> None:
        file = CaseFile.objects.get(pk=file.pk)
        account = make_account(file, by=self.officer.actor, at=self.at, number=number)
        payments.confirm_account(account=account, by=self.head.actor, at=self.at)

    def check(self, payment: Payment) -> list[str]:
        """Look again; return what stands open."""
        payments.check_payments(payments=[payment.pk], on=self.on, by=self.officer.actor, at=self.at)
        payment.refresh_from_db()
        rows = PaymentFinding.objects.filter(payment=payment, status="open").order_by("pk")
        return list(rows.values_list("code", flat=True))
