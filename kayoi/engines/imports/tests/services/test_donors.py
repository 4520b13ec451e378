"""Lists of donors: donations counted in yen, people held for their donation only, taken back as a whole."""

import pytest

from kayoi.engines.casefiles.models import CaseFile, Engagement, Note
from kayoi.engines.casefiles.selectors import find_case_files
from kayoi.engines.casefiles.services import set_contact_basis
from kayoi.engines.casefiles.states import ContactBasis
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.imports import services
from kayoi.engines.imports.models import ImportRun, Row
from kayoi.engines.imports.states import Ledger
from kayoi.engines.imports.tests.factories import importing, take, trial
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from tests.cast import Member
from tests.clock import NOW
from tests.jobs import run_jobs

pytestmark = pytest.mark.django_db
BY = system("test")
HEAD = "受付番号,寄附者氏名,フリガナ,郵便番号,住所,電話番号,メールアドレス,寄附日,寄附金額,町からの連絡の希望"
ROWS = (
    '1,寄附 一郎,キフ イチロウ,100-0001,千代田区,03-0000-0001,one@example.jp,2025/12/20,"10,000円",希望する',
    "2,寄附 一郎,キフ イチロウ,100-0001,千代田区,03-0000-0001,one@example.jp,2026/05/02,30000,",
    "3,寄附 二子,キフ フタコ,,大阪府大阪市北区1,,two@example.jp,2025/12/31,５０００,希望しない",
    "4,寄附 三子,キフ ミツコ,,大阪府大阪市北区2,,three@example.jp,2026/01/05,12000,",
    "5,寄附 四郎,キフ シロウ,,大阪府大阪市北区3,,four@example.jp,2026/01/06,未定,希望する",
    "6,寄附 五郎,キフ ゴロウ,,大阪府大阪市北区4,,five@example.jp,,3000,希望する",
)


def csv(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode()


def done(head: Member, *rows: str) -> ImportRun:
    run = take(csv(*rows), name="寄附者.csv", ledger=Ledger.DONORS, by=head.actor)
    trial(run, by=head.actor)
    importing(run, by=head.actor)
    return run


def test_donations_are_events_in_yen_and_the_sum_is_that_of_the_list(in_ina: Organization, head: Member) -> None:
    run = done(head, *ROWS)
    assert run.totals["fates"] == {"new": 3, "added": 1, "unreadable": 2}
    assert (run.totals["yen"], run.after["yen"], run.after["differences"]) == (57000, 57000, [])
    gifts = Engagement.objects.filter(kind="donation")
    assert sorted(int(gift.quantity) for gift in gifts) == [5000, 10000, 12000, 30000]
    assert {gift.unit for gift in gifts} == {"円"}
    assert not Engagement.objects.filter(kind="question").exists()
    why = {row.row: " ".join(said["text"] for said in row.said) for row in Row.objects.filter(fate="unreadable")}
    assert "寄附の額がない" in why[6]
    assert "寄附日がありません" in why[7]


def test_donors_are_held_for_what_they_said(in_ina: Organization, head: Member) -> None:
    done(head, *ROWS)
    purposes = dict(CaseFile.objects.values_list("name", "collected_for"))
    assert purposes == {"寄附 一郎": "donation_contact", "寄附 二子": "donation", "寄附 三子": "donation"}
    assert set(CaseFile.objects.values_list("contact_basis", "status")) == {("unconfirmed", "closed")}


def test_one_no_weighs_more_than_a_yes_also_in_a_later_list(in_ina: Organization, head: Member) -> None:
    done(head, ROWS[0])
    run = done(head, ROWS[1] + "希望しない")
    assert run.totals["fates"] == {"matched": 1}
    file = CaseFile.objects.get()
    assert file.collected_for == "donation"
    services.undo_run(run=run, why="練習", by=head.actor, at=NOW)
    run_jobs()
    file.refresh_from_db()
    assert (file.collected_for, Engagement.objects.filter(kind="donation").count()) == ("donation", 1)


def test_donors_do_not_turn_up_at_the_desk_until_they_come_themselves(in_ina: Organization, head: Member) -> None:
    done(head, *ROWS)
    assert find_case_files("寄附 一郎") == find_case_files("one@example.jp") == []
    (file,) = find_case_files("寄附 一郎", donors=True)
    set_contact_basis(file=file, basis=ContactBasis.GIVEN, by=BY, at=NOW)
    assert find_case_files("寄附 一郎") == [file]


def test_a_file_of_the_desk_gets_the_donation_and_nothing_else(in_ina: Organization, head: Member) -> None:
    file = make_file(name="寄附 三子", email="three@example.jp")
    done(head, ROWS[3])
    file.refresh_from_db()
    assert (file.collected_for, file.contact_basis, file.address) == ("consultation", "given", "")
    assert Engagement.objects.get(case_file=file, kind="donation").quantity == 12000
    assert "大阪市北区2" not in "".join(Note.objects.values_list("text", flat=True))


def test_the_same_list_again_brings_nothing_and_undo_takes_everything_back(in_ina: Organization, head: Member) -> None:
    first, second = done(head, *ROWS[:4]), take(csv(*ROWS[:4]), name="寄附者.csv", ledger=Ledger.DONORS, by=head.actor)
    trial(second, by=head.actor)
    assert second.totals["fates"] == {"repeated": 4}
    services.undo_run(run=first, why="別の町の名簿", by=head.actor, at=NOW)
    run_jobs()
    assert not CaseFile.objects.exists()
    assert not Engagement.objects.exists()


def test_amounts_of_a_ledger_of_consultations_stay_words(in_ina: Organization, head: Member) -> None:
    run = take(csv(ROWS[0]), name="相談.csv", by=head.actor)
    assert {"amount", "contact_wish"}.isdisjoint(run.layouts[0]["targets"])
