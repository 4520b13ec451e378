"""Who reads and joins a group, how one may be called, what is taken, when news go out: each boundary, both sides."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from kayoi.kit.dates import JST
from kayoi.kit.verdict import Verdict
from kayoi.programmes.furusato.rules import groups as rules
from kayoi.programmes.furusato.states.groups import PostStatus

CASES = Path(__file__).parent / "cases"
NOW = datetime(2026, 11, 20, 10, tzinfo=JST)


def cases(name: str) -> pytest.MarkDecorator:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return pytest.mark.parametrize("row", list(csv.DictReader(file)), ids=lambda row: row["なぜ"])


def codes(answer: Verdict) -> str:
    return " ".join(reason.code for reason in answer.reasons)


@cases("may_join_group")
def test_may_read_and_may_join(row: dict[str, str]) -> None:
    needed, held = ({int(pk) for pk in row[name].split()} for name in ("要る登録", "いまの登録"))
    assert rules.may_read(status=row["状態"], needed=needed, held=held) is (row["読める"] == "1")
    assert codes(rules.may_join(status=row["状態"], needed=needed, held=held)) == row["参加"]


@cases("may_be_called")
def test_may_be_called(row: dict[str, str]) -> None:
    answer = rules.may_be_called(
        row["表示名"], own=[row["本名"], row["ふりがな"]], every_part=row["支援措置"] == "1",
        town=["伊那市", "地域創造課", ""],
    )  # fmt: skip
    assert codes(answer) == row["理由"]


@cases("may_post")
def test_may_post(row: dict[str, str]) -> None:
    answer = rules.may_post(
        status=row["状態"], has_text=row["内容"] == "1", has_photo=row["写真"] == "1", sent_today=int(row["きょう"])
    )
    assert codes(answer) == row["理由"]


@cases("may_report_post")
def test_may_report(row: dict[str, str]) -> None:
    answer = rules.may_report(status=row["状態"], is_own=row["自分の"] == "1", sent_today=int(row["きょう"]))
    assert codes(answer) == row["理由"]


@cases("is_mail_due")
def test_is_mail_due(row: dict[str, str]) -> None:
    mailed = datetime.fromisoformat(row["前回"]).replace(tzinfo=JST) if row["前回"] else None
    wanted = NOW if row["同意"] == "1" else None
    due = rules.is_mail_due(wanted_since=wanted, mailed_at=mailed, news=int(row["新着"]), now=NOW)
    assert due is (row["送る"] == "1")


@pytest.mark.parametrize(
    ("checks_first", "by_town", "status"),
    [(False, False, PostStatus.SHOWN), (True, False, PostStatus.WAITING), (True, True, PostStatus.SHOWN)],
)
def test_first_status(checks_first: bool, by_town: bool, status: PostStatus) -> None:
    assert rules.first_status(checks_first=checks_first, by_town=by_town) is status


@pytest.mark.parametrize(
    ("members_only", "is_member", "why"),
    [(True, True, ""), (True, False, "furusato.members_only"), (False, False, ""), (False, True, "")],
)
def test_may_meet(members_only: bool, is_member: bool, why: str) -> None:
    assert codes(rules.may_meet(members_only=members_only, is_member=is_member)) == why
