"""Pages of the payment guard: what is held, why, and what staff do with it."""

from uuid import uuid4

from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.schemes.models import Batch, Payment, PaymentFinding, Report
from kayoi.programmes.schemes.services import grants, payments
from kayoi.programmes.schemes.tests.budgets import BY, commit, make_account, make_batch, make_payee, make_payment
from kayoi.programmes.schemes.tests.grants import make_claim, make_fixed, make_grant
from kayoi.programmes.schemes.tests.test_money_views import NOW, TODAY, Browser, desk, line_with, officer_desk, text
from tests.cast import Member, make_member

__all__ = ["desk", "officer_desk"]


def test_a_payment_that_is_held_is_seen_put_right_and_released(
    desk: Browser, officer_desk: Browser, ina: Organization
) -> None:
    line = line_with(1_000_000)
    file = make_payee(NOW)
    payments.confirm_account(
        account=make_account(file, by=make_member(ina, "officer", "登録").actor, at=NOW), by=BY, at=NOW
    )
    rows = [make_payment(commit(line, 300_000, str(yen), at=NOW), file, yen, at=NOW) for yen in (100, 200, 300)]
    assert "止まっているものはありません" in text(desk, "/ina/staff/payments/")
    assert "止まっている支払いはありません" in text(desk, "/ina/staff/payments/checks/")
    posted = {"payments": [one.pk for one in rows], "pays_on": TODAY.isoformat(), "client_key": str(uuid4())}
    answer = desk.post("/ina/staff/payments/", posted, follow=True)
    assert "1件は、支払い前の確認で止まりました" in answer.content.decode()
    assert Batch.objects.get().count == 2
    assert "<strong>1件</strong>が止まっています" in text(desk, "/ina/staff/payments/")
    listed = text(desk, "/ina/staff/payments/checks/")
    assert "1件に全件分が入っていないか" in listed
    assert "確かめて、理由を残す" in listed
    finding = PaymentFinding.objects.get()
    page = f"/ina/staff/payments/{finding.payment_id}/"
    assert "支払ってよい理由" in text(desk, page)
    release = f"/ina/staff/payments/findings/{finding.pk}/release/"
    refused = desk.post(release, {"why": "三つの交付である"})
    assert refused.status_code == 422
    assert "別の職員に頼んでください" in refused.content.decode()
    assert officer_desk.post(release, {"why": "x"}).status_code == 403
    PaymentFinding.objects.update(found_by=None)
    assert desk.post(release, {"why": "三つの交付である"}, follow=True).status_code == 200
    assert "三つの交付である" in text(desk, page)
    assert Payment.objects.get(pk=finding.payment_id).status == "due"
    again = desk.post(f"{page}check/", follow=True).content.decode()
    assert "支払えます" in again


def test_the_page_of_a_payment_says_how_it_was_worked_out(desk: Browser, officer: Member, ina: Organization) -> None:
    procedure = make_procedure(at=NOW)
    line_with(1_000_000, procedure=procedure)
    grant = make_grant(ina, procedure, by=officer.actor, head=make_member(ina, "section_head", "別").actor, at=NOW)
    make_fixed(ina, grant, by=officer.actor, head=make_member(ina, "section_head", "確定").actor, at=NOW)
    grant.refresh_from_db()
    claim = make_claim(ina, grant, at=NOW)
    grants.check_claim(claim=claim, by=officer.actor, at=NOW)
    payment = Payment.objects.get()
    page = text(desk, f"/ina/staff/payments/{payment.pk}/")
    assert "一致しました(600,000円)" in page
    assert "架空市定住補助金交付要綱(告示第1号)「2026」の版" in page
    assert "検査で認めた費用による" in page
    assert "別の年度の版を当てはめている → なし" in page
    Report.objects.update(accepted={"house.cost_yen": 1_000_000})
    assert "もう一度確かめました。まだ支払えません" in desk.post(
        f"/ina/staff/payments/{payment.pk}/check/", follow=True
    ).content.decode()  # fmt: skip
    page = text(desk, f"/ina/staff/payments/{payment.pk}/")
    assert "合いません(計算し直すと 500,000円、支払う額 600,000円)" in page
    assert "直すまで支払えません" in page


def test_what_is_told_of_is_noted_and_nothing_else(desk: Browser) -> None:
    line = line_with(1_000_000)
    payment = make_payment(commit(line, 300_000, at=NOW), make_payee(NOW), 100, at=NOW)
    told, held = (
        PaymentFinding.objects.create(payment=payment, code=code, params={"account": 0, "day": "2026-11-01"},
                                      found_at=NOW)
        for code in ("other_holder", "moved_out")
    )  # fmt: skip
    desk.post(f"/ina/staff/payments/findings/{held.pk}/note/")
    desk.post(f"/ina/staff/payments/findings/{told.pk}/note/")
    told.refresh_from_db()
    held.refresh_from_db()
    assert (told.status, held.status) == ("released", "cleared"), "what is found no longer is cleared"


def test_another_town_sees_none_of_it(desk: Browser, sado: Organization) -> None:
    line = line_with(1_000_000)
    payment = make_payment(commit(line, 300_000, at=NOW), make_payee(NOW), 100, at=NOW)
    assert desk.get(f"/sado/staff/payments/{payment.pk}/").status_code in (403, 404)
    assert desk.get("/ina/staff/payments/999999/").status_code == 404


def test_a_list_of_a_batch_that_is_not_right_is_refused_on_its_page(desk: Browser, officer: Member) -> None:
    line, file = line_with(1_000_000), make_payee(NOW)
    payments.confirm_account(account=make_account(file, by=officer.actor, at=NOW), by=BY, at=NOW)
    batch = make_batch(make_payment(commit(line, 300_000, at=NOW), file, 100, at=NOW), at=NOW)
    Batch.objects.update(total_yen=101)
    answer = desk.post(f"/ina/staff/payments/batches/{batch.pk}/file/", {"which": "order"})
    assert answer.status_code == 422
    assert "支払データを取り消して、直してください" in answer.content.decode()
