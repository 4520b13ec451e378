"""Letters about houses: numbered, frozen, printable as they went out."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.procedures.models import Letter
from kayoi.engines.procedures.selectors.letters import letter_pdf, letters_of
from kayoi.engines.procedures.services import issue_letter
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.homes.states.applying import HomeLetter
from tests.cast import Member

REASONS = ["市町村税の滞納があります。", "ほかの権利者の同意がありません。<#figure>"]
VALUES: dict[HomeLetter, dict[str, Any]] = {
    HomeLetter.REGISTERED: {"registered_on": "令和8年11月20日", "term": "令和10年11月19日まで"},
    HomeLetter.REJECTED: {"decided_on": "令和8年11月20日", "reasons": REASONS},
    HomeLetter.DELISTED: {"decided_on": "令和8年11月20日", "reasons": REASONS},
    HomeLetter.RETURNED: {"receipt": "K7QM-3XTR-9WPA", "reasons": REASONS, "due_on": "令和8年12月4日"},
}


@pytest.mark.parametrize("kind", list(HomeLetter))
def test_every_kind_of_letter_is_a_paper(kind: HomeLetter, in_ina: Organization, officer: Member, at: datetime) -> None:
    letter = _issue(kind, officer, at=at)
    assert letter.title == kind.label
    assert letter_pdf(letter).startswith(b"%PDF")


def test_letters_are_numbered_within_the_fiscal_year(in_ina: Organization, officer: Member, at: datetime) -> None:
    numbers = [_issue(HomeLetter.REGISTERED, officer, at=day).number for day in (at, at, at + timedelta(days=140))]
    assert numbers == ["令和8年度 第1号", "令和8年度 第2号", "令和9年度 第1号"]


def test_a_letter_stays_as_it_went_out(in_ina: Organization, officer: Member, at: datetime) -> None:
    letter = _issue(HomeLetter.REJECTED, officer, at=at)
    assert letter.values["addressee"] == ["〒100-0001", "千代田1-1", "山田 花 様"]
    assert letter.values["sender"]["head"] == "伊那市長"
    assert "審査請求" in letter.values["instruction"]
    casefiles.change_case_file(file=letter.case_file, changes={"address": "ほか"}, version=1, by=officer.actor, at=at)
    found = letters_of([letter.case_file_id]).get()
    assert found.values["addressee"][1] == "千代田1-1"


def _issue(kind: HomeLetter, officer: Member, *, at: datetime) -> Letter:
    file = make_file(postal_code="100-0001", address="千代田1-1")
    values = {"home_number": "空2026-0001", "home_place": "高遠町勝間", **VALUES[kind]}
    return issue_letter(application=None, case_file=file, template=kind, values=values, by=officer.actor, at=at)
