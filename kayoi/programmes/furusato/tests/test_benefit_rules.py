"""Until when a card is issued, what may be published as a benefit, what a use goes beyond."""

import csv
from datetime import date
from pathlib import Path

import pytest

from kayoi.programmes.furusato.rules.benefits import Counted, Offered, beyond, may_publish
from kayoi.programmes.furusato.rules.cards import card_until

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> pytest.MarkDecorator:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return pytest.mark.parametrize("row", list(csv.DictReader(file)), ids=lambda row: row["なぜ"])


def number(text: str) -> int | None:
    return int(text) if text else None


@cases("card_until")
def test_card_until(row: dict[str, str]) -> None:
    registered = date.fromisoformat(row["登録の期限"]) if row["登録の期限"] else None
    until = card_until(
        registered, key_until=date.fromisoformat(row["鍵の終わり"]), on=date.fromisoformat(row["きょう"])
    )
    assert until.isoformat() == row["登録者証の期限"]


@cases("may_publish_benefit")
def test_may_publish(row: dict[str, str]) -> None:
    answer = may_publish(
        Offered(
            registers=int(row["登録"]), needs_card=row["証が要る"] == "1", card_registers=int(row["証のある登録"]),
            donation_linked=row["寄附"] == "1", donation_yen=number(row["寄附額"]), cost_yen=int(row["負担"]),
            designated=row["確認"] == "1", is_points=row["ポイント"] == "1",
            takes_points=row["使う"] == "1", at_counter=row["窓口"] == "1",
        )
    )  # fmt: skip
    assert " ".join(reason.code for reason in answer.reasons) == row["理由"]


@cases("beyond")
def test_beyond(row: dict[str, str]) -> None:
    reasons = beyond(
        Counted(int(row["全体の利用"]), int(row["本人の利用"])), int(row["数"]), stock=number(row["数量の上限"]),
        per_person=number(row["1人の上限"]),
    )  # fmt: skip
    assert " ".join(reason.code for reason in reasons) == row["理由"]
