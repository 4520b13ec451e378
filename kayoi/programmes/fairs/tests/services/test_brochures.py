"""Brochures: stock, requests, labels; protected persons never stand on a shared sheet; referrals are taken once."""

from datetime import datetime
from io import BytesIO
from uuid import uuid4

import pikepdf
import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.engines.followups.models import FollowUp
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.verdict import Verdict
from kayoi.programmes.fairs import selectors, services
from kayoi.programmes.fairs.models import Brochure, BrochureRequest, Referral
from kayoi.programmes.fairs.selectors import checks
from kayoi.programmes.fairs.states import LABEL_SHEETS
from kayoi.programmes.fairs.tests.factories import ADDRESS, FIELDS, make_brochure, make_request
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
BY = system("test")


def codes(refused: list[tuple[BrochureRequest, Verdict]]) -> list[str]:
    return [reason.code for _, answer in refused for reason in answer.reasons]


def test_sending_takes_from_the_shelf_and_is_told_once(in_ina: Organization, at: datetime) -> None:
    brochure = make_brochure(by=BY, at=at, stock=3)
    request = make_request(brochure, by=BY, at=at, copies=2)
    assert FollowUp.objects.open().get().reference == str(request.pk)
    assert services.send_requests(requests=[request], by=BY, at=at) == []
    assert services.send_requests(requests=[request], by=BY, at=at) == []
    brochure.refresh_from_db()
    assert brochure.stock == 1
    assert Engagement.objects.get(kind="brochure").quantity == 2
    assert not FollowUp.objects.open().exists()
    assert checks.sent_unlike_engagements() == checks.waiting_without_follow_up() == 0


def test_who_has_a_mail_address_gets_one_receipt(in_ina: Organization, at: datetime) -> None:
    first, second = (make_brochure(by=BY, at=at, title=title, title_en="Guide") for title in ("手引き", "地図"))
    key = uuid4()
    for _ in range(2):
        request = make_request(first, by=BY, at=at, brochures=[first, second], client_key=key)
    make_request(first, by=BY, at=at, fields={"name": "山田 花", **ADDRESS})
    make_request(first, by=BY, at=at, fields=FIELDS | ADDRESS | {"language": "en"})
    assert run_jobs() == ["messages.deliver"] * 2
    japanese, english = mail.outbox
    assert japanese.to == [FIELDS["email"]]
    assert request.receipt in japanese.subject
    assert "・手引き\n・地図\n" in japanese.body
    assert "令和8年11月26日までに" in japanese.body
    assert ADDRESS["address"] not in japanese.body
    assert "- Guide\n" in english.body


def test_what_is_not_there_is_not_sent(in_ina: Organization, at: datetime) -> None:
    brochure = make_brochure(by=BY, at=at, stock=1)
    requests = [make_request(brochure, by=BY, at=at, fields={"name": f"山田 {n}", **ADDRESS}) for n in range(2)]
    refused = services.send_requests(requests=requests, by=BY, at=at)
    assert codes(refused) == ["fairs.out_of_stock"]
    assert [one.pk for one, _ in refused] == [requests[1].pk]


def test_the_database_refuses_a_negative_stock(in_ina: Organization, at: datetime) -> None:
    brochure = make_brochure(by=BY, at=at, stock=1)
    with pytest.raises(IntegrityError, match="fairs_stock_not_negative"), transaction.atomic():
        Brochure.objects.filter(pk=brochure.pk).update(stock=-1)
    with pytest.raises(services.OutOfStock):
        services.add_stock(brochure=brochure, copies=-2, why="手渡し", by=BY, at=at)
    assert services.add_stock(brochure=brochure, copies=-1, why="手渡し", by=BY, at=at) == 0
    brochure.refresh_from_db()
    assert brochure.is_low


def test_a_cancelled_request_is_not_sent(in_ina: Organization, at: datetime) -> None:
    request = make_request(make_brochure(by=BY, at=at), by=BY, at=at)
    services.cancel_request(request=request, why="二重の申し込み", by=BY, at=at)
    assert services.send_requests(requests=[request], by=BY, at=at) == []
    assert not Engagement.objects.filter(kind="brochure").exists()
    assert not FollowUp.objects.open().exists()


def test_asked_twice_is_one_request_and_one_file(in_ina: Organization, at: datetime) -> None:
    brochure, key = make_brochure(by=BY, at=at), uuid4()
    assert make_request(brochure, by=BY, at=at, client_key=key) == make_request(brochure, by=BY, at=at, client_key=key)
    assert CaseFile.objects.count() == 1


def test_a_log_in_finds_its_own_file(in_ina: Organization, hana: Person, at: datetime) -> None:
    wanted = services.Wanted([make_brochure(by=BY, at=at)], "portal", at)  # type: ignore[arg-type]
    known = casefiles.open_case_file(fields={"name": "山田 花"}, person=hana, by=BY, at=at)
    given = {"fields": FIELDS | ADDRESS, "person": hana, "consents": frozenset[object]()}
    (request,) = services.ask_for_brochures(**given, wanted=wanted, by=BY, at=at)  # type: ignore[arg-type]
    assert request.case_file_id == known.pk
    known.refresh_from_db()
    assert (known.address, known.email) == (ADDRESS["address"], FIELDS["email"])


def test_protected_persons_stand_on_no_shared_sheet(in_ina: Organization, at: datetime) -> None:
    """Neither the protected file, nor a new file of the same person, nor one merged into it; with a reason, alone."""
    brochure = make_brochure(by=BY, at=at)
    protected = make_request(brochure, by=BY, at=at)
    casefiles.protect(file=protected.case_file, starts_on=at.date(), basis="", by=BY, at=at)
    again = make_request(brochure, by=BY, at=at)
    merged = make_request(brochure, by=BY, at=at, fields={"name": "旧姓 花", **ADDRESS})
    casefiles.merge_case_files(source=merged.case_file, target=protected.case_file, by=BY, at=at)
    plain = make_request(brochure, by=BY, at=at, fields={"name": "鈴木 健", **ADDRESS})
    homeless = make_request(brochure, by=BY, at=at, fields={"name": "林 一"})
    everything = list(selectors.requests_with("requested"))
    rows, held = selectors.label_rows(everything, on=at.date())
    assert [row.file.name for row in rows] == ["鈴木 健"]
    assert {(one.request.pk, one.is_protected) for one in held} == {
        (protected.pk, True), (again.pk, True), (merged.pk, True), (homeless.pk, False),
    }  # fmt: skip
    assert "山田" not in selectors.labels_csv(rows).decode("utf-8-sig")
    refused = services.send_requests(requests=everything, by=BY, at=at)
    assert {one.pk for one, _ in refused} == {protected.pk, again.pk, merged.pk, homeless.pk}
    assert services.send_requests(requests=[protected], why="本人に電話で確認", by=BY, at=at) == []
    plain.refresh_from_db()
    assert plain.status == "sent"


@pytest.mark.parametrize("sheet", LABEL_SHEETS, ids=lambda sheet: sheet.key)
def test_labels_fill_sheets(in_ina: Organization, at: datetime, sheet: object) -> None:
    brochure, size = make_brochure(by=BY, at=at), sheet.across * sheet.down  # type: ignore[attr-defined]
    for number in range(size):
        make_request(brochure, by=BY, at=at, fields={"name": f"山田 {number}", **ADDRESS})
    rows, _ = selectors.label_rows(list(selectors.requests_with("requested")), on=at.date())
    assert rows[0].lines == ["〒154-0001", "池尻1-2-3 グリーンハイツ202", "山田 0 様"]
    for skip, pages in ((0, 1), (1, 2)):
        made = selectors.labels_pdf(rows, sheet=sheet.key, skip=skip)  # type: ignore[attr-defined]
        with pikepdf.open(BytesIO(made)) as document:
            assert len(document.pages) == pages
            assert [round(float(side) / 72 * 25.4) for side in document.pages[0].mediabox[2:]] == [210, 297]


def test_referrals_are_taken_once_and_open_files_where_allowed(in_ina: Organization, at: datetime) -> None:
    allowed = services.ReferralRow(uuid4(), at.date(), fields={"name": "山田 花"}, note="相談内容: 家")
    counted = services.ReferralRow(uuid4(), at.date(), age_band="30s")
    assert len(services.take_referrals(rows=[allowed, counted, allowed], by=BY, at=at)) == 2
    assert services.take_referrals(rows=[allowed, counted], by=BY, at=at) == []
    file = CaseFile.objects.get()
    assert (file.route, file.contact_basis, file.notes.get().text) == ("national_counter", "given", "相談内容: 家")
    assert Referral.objects.filter(case_file=None).count() == 1
    assert FollowUp.objects.open().get().case_file_id == file.pk
