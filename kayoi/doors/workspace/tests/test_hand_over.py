"""Hand over a desk of 300 files: a stranger answers ten questions from the pages that come out of it alone."""

import re
import time
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from kayoi.doors.workspace.tests.factories import fill_desk
from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.followups.models import FollowUp, HandOver
from kayoi.engines.followups.selectors.checks import left_on_a_moved_desk
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import local_date, wareki_short
from tests.cast import LogIn, Member, make_member

pytestmark = pytest.mark.django_db


def url(name: str, **names: object) -> str:
    return reverse(f"workspace:{name}", kwargs={"organization": "ina", **names})


def text_of(client: Client, target: str) -> str:
    """Return what stands on a page, as somebody reads it."""
    answer = client.get(target)
    assert answer.status_code == 200, target
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", strip_tags(main.replace("</td>", " | ")))


@pytest.fixture
def heir(ina: Organization) -> Member:
    return make_member(ina, "officer", "後任 担当")


def move(client: Client, officer: Member, heir: Member) -> HandOver:
    form: dict[str, Any] = {"leaver": officer.membership.pk, "heirs": [heir.membership.pk], "how": "evenly"}
    preview = client.get(url("new_hand_over"), form).content.decode()
    assert "移るもの" in preview
    assert client.post(url("new_hand_over"), form).status_code == 302
    with scope.of_organization(officer.organization.pk):
        return HandOver.objects.get()


def test_stranger_answers_from_the_papers(
    ina: Organization, officer: Member, head: Member, heir: Member, log_in: LogIn
) -> None:
    now = timezone.now()
    today = local_date(now)
    with scope.of_organization(ina.pk):
        files = fill_desk(ina, officer, count=300, at=now)
        protected = files[11]
        casefiles.protect(file=protected, starts_on=date(2026, 4, 1), basis="申出 第9号", by=head.actor, at=now)
        casefiles.add_note(file=files[30], text="夫婦の事情", sensitive=True, by=officer.actor, at=now)
        facts = {task.case_file_id: task for task in FollowUp.objects.open().order_by("-due_on", "-pk")}
        next_due = FollowUp.objects.open().order_by("due_on", "pk")[0]
        late = set(FollowUp.objects.open().filter(due_on__lt=today).values_list("title", flat=True))
        decided = set(CaseFile.objects.filter(stage="decided").exclude(pk=protected.pk).values_list("name", flat=True))
    started = time.monotonic()
    made = move(log_in(head.user), officer, heir)
    took_s = time.monotonic() - started
    reader = log_in(heir.user)
    order = text_of(reader, url("hand_over", pk=made.pk))

    def case(number: int) -> str:
        return text_of(reader, url("hand_over_case", pk=made.pk, file=files[number].pk))

    promised = facts[files[3].pk]
    due_section = order.partition("2. 期限のあること")[2].partition("3. 知っておくこと")[0]
    all_section = order.partition("4. 一人ずつ")[2]
    questions: dict[str, Callable[[], bool]] = {
        "次に期限が来るのは": lambda: due_section.find(next_due.title) == min(
            due_section.find(task.title) for task in facts.values()
        ),
        "3番の人に約束したことは": lambda: f"{wareki_short(promised.due_on)}まで: {promised.title}" in case(3),
        "7番の人の言語は": lambda: "連絡の言語: 英語" in case(7),
        "7番の人の子どもは何人": lambda: "子ども 3人" in case(7),
        "8番の人の関心は": lambda: "関心 仕事" in case(8),
        "最後の連絡は": lambda: f"最後の連絡 {wareki_short(today)}" in case(8),
        "遅れているのは": lambda: set(re.findall(r"期限切れ \| [^|]*\| (\S+)", due_section)) == late,
        "支援措置の人は": lambda: re.findall(r"(人\d+\(架空\))\(\S+\): 要確認", order) == [protected.name],
        "30番の人に最後に答えたことは": lambda: f"{wareki_short(today)} 回答: 30番への答えです。" in case(30),
        "移住を決めているのは": lambda: set(re.findall(r"(人\d+\(架空\))\(\S+\) \| 決定 \|", all_section)) == decided,
    }  # fmt: skip
    answered = {question: can() for question, can in questions.items()}
    assert sum(answered.values()) >= 9, answered
    assert took_s < 10, f"{took_s:.1f} s"
    with scope.of_organization(ina.pk):
        assert not FollowUp.objects.open().filter(owner=None).exists()
        assert not FollowUp.objects.open().filter(owner=officer.membership).exists()
        assert left_on_a_moved_desk() == 0


def test_papers_tell_nothing_of_protected_persons_and_no_notes(
    ina: Organization, officer: Member, head: Member, heir: Member, log_in: LogIn, at: datetime
) -> None:
    with scope.of_organization(ina.pk):
        protected, plain = fill_desk(ina, officer, count=2, at=at)
        casefiles.protect(file=protected, starts_on=date(2026, 4, 1), basis="申出 第9号", by=head.actor, at=at)
        casefiles.add_note(file=plain, text="離婚の話", sensitive=True, by=officer.actor, at=at)
        casefiles.add_note(file=plain, text="犬がいる", by=officer.actor, at=at)
    made = move(log_in(head.user), officer, heir)
    reader = log_in(heir.user)
    page = text_of(reader, url("hand_over_case", pk=made.pk, file=protected.pk))
    assert "要確認" in page
    for secret in ("第9号", "来年の春", "住まい", "番の資料", "質問", "問い合わせ"):
        assert secret not in page, secret
    other = text_of(reader, url("hand_over_case", pk=made.pk, file=plain.pk))
    assert "メモ1件と、配慮の必要なメモ1件は載せていません" in other
    assert "離婚" not in other
    assert "犬がいる" not in other


def test_one_pdf_with_a_page_a_case(
    ina: Organization, officer: Member, head: Member, heir: Member, log_in: LogIn, at: datetime
) -> None:
    with scope.of_organization(ina.pk):
        fill_desk(ina, officer, count=12, at=at)
    made = move(log_in(head.user), officer, heir)
    answer = log_in(heir.user).get(url("hand_over_paper", pk=made.pk))
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(BytesIO(answer.content)) as document:
        assert len(document.pages) >= 13
    with scope.of_organization(ina.pk):
        assert Entry.objects.filter(action="followups.read_hand_over", why="PDF").count() == 1


def test_undo_on_the_same_day(
    ina: Organization, officer: Member, head: Member, heir: Member, log_in: LogIn, at: datetime
) -> None:
    with scope.of_organization(ina.pk):
        fill_desk(ina, officer, count=3, at=at)
    chief = log_in(head.user)
    made = move(chief, officer, heir)
    assert "元に戻しました" in chief.post(url("undo_hand_over", pk=made.pk), follow=True).content.decode()
    with scope.of_organization(ina.pk):
        assert CaseFile.objects.filter(assigned_to=officer.membership).count() == 3


def test_officer_reads_but_does_not_hand_over(ina: Organization, heir: Member, log_in: LogIn) -> None:
    client = log_in(heir.user)
    assert client.get(url("hand_overs")).status_code == 200
    assert client.post(url("new_hand_over"), {}).status_code == 403


def test_what_is_missing_is_said(ina: Organization, head: Member, log_in: LogIn) -> None:
    answer = log_in(head.user).post(url("new_hand_over"), {"how": "evenly"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "引き継ぐ人を選んでください。" in text
    assert "後任を一人以上選んでください。" in text
