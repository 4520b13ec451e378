"""Who is calling: by what was heard and by what was said before; of protected people nothing."""

from datetime import date, datetime, timedelta

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.programmes.consultations import services
from kayoi.programmes.consultations.selectors import checks, find_callers
from kayoi.programmes.consultations.tests.factories import make_question
from tests.cast import Member

BY = system("test")
TODAY = date(2026, 11, 20)


def found(words: str, *, sensitive: bool = False) -> list[tuple[str, str]]:
    return [(caller.file.name, caller.passage) for caller in find_callers(words, sensitive=sensitive, on=TODAY)]


def ask(town: Organization, at: datetime, name: str, text: str, **fields: str) -> CaseFile:
    return make_question(town, at=at, who={"fields": {"name": name, **fields}}, text=text).case_file


def test_words_of_questions_answers_and_notes_find_the_file(
    in_ina: Organization, officer: Member, at: datetime
) -> None:
    ask(in_ina, at, "山田 花", "熊が出ると聞きました。子どもだけで学校に通えますか。")
    question = make_question(in_ina, at=at, who={"fields": {"name": "鈴木 健"}})
    services.answer_question(
        organization=in_ina, question=question, text="熊の出る季節は見守りの人が立ちます。", channel=Channel.TELEPHONE,
        next_title="", next_due_on=None, owner=None, version=question.version, by=officer.actor, at=at,
    )  # fmt: skip
    noted = ask(in_ina, at, "佐藤 実", "家を探しています。")
    casefiles.add_note(file=noted, text="熊よけの鈴を渡した。", by=officer.actor, at=at)
    assert found("熊 出る") == [
        ("山田 花", "熊が出ると聞きました。子どもだけで学校に通えますか。"),
        ("鈴木 健", "熊の出る季節は見守りの人が立ちます。"),
    ]
    assert found("熊よけ") == [("佐藤 実", "熊よけの鈴を渡した。")]
    assert checks.not_searchable() == 0


def test_sensitive_notes_are_searched_by_permission_only(in_ina: Organization, at: datetime) -> None:
    file = ask(in_ina, at, "山田 花", "家を探しています。")
    casefiles.add_note(file=file, text="人工透析に通っている。", sensitive=True, by=BY, at=at)
    assert found("人工透析") == []
    assert found("人工透析", sensitive=True) == [("山田 花", "人工透析に通っている。")]


def test_long_words_are_shown_with_their_surroundings(in_ina: Organization, at: datetime) -> None:
    ask(in_ina, at, "山田 花", "あ" * 40 + "小さなパン屋を開きたい" + "い" * 60)
    ((_, passage),) = found("パン屋")
    assert passage.startswith("…")
    assert passage.endswith("…")
    assert "小さなパン屋を開きたい" in passage


def test_of_protected_people_nothing_is_said(in_ina: Organization, at: datetime) -> None:
    file = ask(in_ina, at, "山田 花", "熊が出ると聞きました。", kana="やまだ はな", phone="090-1111-2222")
    casefiles.protect(file=file, starts_on=TODAY, basis="", by=BY, at=at)
    assert found("熊が出る", sensitive=True) == [], "conversations are not searched"
    (caller,) = find_callers("やまだ はな", sensitive=True, on=TODAY)
    assert (caller.protected, caller.place, caller.passage) == (True, "", "")
    assert not find_callers("やまだ はな", sensitive=True, on=TODAY - timedelta(days=1))[0].protected


def test_who_was_merged_into_a_protected_file_is_protected_too(in_ina: Organization, at: datetime) -> None:
    source, target = (ask(in_ina, at, name, "熊が出ると聞きました。") for name in ("山田 花", "山田 はな"))
    casefiles.protect(file=source, starts_on=TODAY, basis="", by=BY, at=at)
    casefiles.merge_case_files(source=source, target=target, by=BY, at=at)
    assert [caller.protected for caller in find_callers("山田", sensitive=True, on=TODAY)] == [True]
    assert found("熊が出る") == []


def test_name_and_number_find_either(in_ina: Organization, at: datetime) -> None:
    ask(in_ina, at, "山田 花", "雪は?", kana="やまだ はな", phone="0265-78-1111")
    ask(in_ina, at, "鈴木 健", "雪は?", kana="すずき けん", phone="090-3333-4444")
    ask(in_ina, at, "山田 春", "雪は?", kana="やまだ はる", phone="090-3333-4444")
    assert [name for name, _ in found("やまだはる 09033334444")] == ["山田 春", "鈴木 健", "山田 花"]
