"""Whose a mail is, what it becomes; signed addresses and ids."""

import csv
from pathlib import Path

import pytest

from kayoi.engines.messages.rules import addresses
from kayoi.engines.messages.rules.incoming import Clues, Match, becomes, mail_key, match_mail, refusal_in_words
from kayoi.engines.messages.states.incoming import Became, Clue, Waiting

CASES = Path(__file__).parent / "cases"
KEY = b"secret"


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, strict=True))


def number(text: str) -> int | None:
    return int(text) if text else None


@pytest.mark.parametrize("row", rows("match_mail"), ids=lambda row: row["なぜ"])
def test_match_mail(row: dict[str, str]) -> None:
    clues = Clues(
        token=number(row["返信用アドレスの個票"]),
        thread=number(row["返信元の個票"]),
        answers_nobody=row["だれの個票でもないメールへの返信"] == "yes",
        by_address=tuple(map(int, row["同じアドレスの個票"].split())),
        protected=frozenset(map(int, row["支援措置の個票"].split())),
        many=row["続けて届く"] == "yes",
        readable=row["開ける"] == "yes",
    )
    clue = Clue.of(row["照合"]) if row["照合"] else None
    waiting = Waiting.of(row["待つ理由"]) if row["待つ理由"] else None
    assert match_mail(clues) == Match(number(row["入る個票"]), clue, waiting)


@pytest.mark.parametrize("row", rows("becomes"), ids=lambda row: row["なぜ"])
def test_becomes(row: dict[str, str]) -> None:
    assert becomes(clue=Clue.of(row["照合"]), answers_something=row["返信か"] == "yes") is Became.of(row["扱い"])


@pytest.mark.parametrize("row", rows("refusal_in_words"), ids=lambda row: row["返された番号"] or "なし")
def test_refusal_in_words(row: dict[str, str]) -> None:
    assert refusal_in_words(status=row["返された番号"], words=row["サーバーの言葉"]) == row["職員が読む言葉"]


def address(**changed: object) -> str:
    values = {"pattern": "{town}+{token}@reply.example", "town": "ina", "organization_id": 3, "file_id": 12, "key": KEY}
    pattern = str((values | changed).pop("pattern"))
    values = {name: value for name, value in (values | changed).items() if name != "pattern"}
    return addresses.reply_address(pattern, **values)  # type: ignore[arg-type]


def test_reply_address_and_file_of_addresses() -> None:
    made = address()
    assert made.startswith("ina+12-")
    assert made.endswith("@reply.example")
    assert addresses.file_of_addresses(["x@y.jp", made.upper()], organization_id=3, key=KEY) == 12


@pytest.mark.parametrize(
    "other",
    [
        address(organization_id=4), address(key=b"other"), address().replace("+12-", "+13-"), "ina+12-@reply.example",
        "ina+12-aaaaaaaaaaaaaaaa@reply.example", "ina@reply.example", "", "ina+99999999999999999-aaaaaaaaaaaaaaaa@x",
    ],
)  # fmt: skip
def test_an_address_of_another_town_or_made_up_finds_nothing(other: str) -> None:
    assert addresses.file_of_addresses([other], organization_id=3, key=KEY) is None


def test_message_id_and_messages_of_ids() -> None:
    made = addresses.message_id(town="ina", message_pk=5, domain="kayoi.example", key=KEY)
    forged = made.replace("ina.5.", "ina.6.")
    named = ["x@y", forged, made, f"<{made}>", "ina.5@kayoi.example"]
    assert addresses.messages_of_ids(named, town="ina", key=KEY) == [5, 5]
    assert addresses.messages_of_ids(named, town="sado", key=KEY) == []
    # A gateway may put its own domain there.
    assert addresses.messages_of_ids([made.partition("@")[0] + "@gateway.example"], town="ina", key=KEY) == [5]


def test_mail_key_is_the_same_for_the_same_mail_and_for_nothing_else() -> None:
    usual = {"message_id": "a@x", "sender": "hana@x", "subject": "雪", "text": "積もりますか\n"}
    same = mail_key(**usual)
    assert mail_key(**usual | {"text": " 積もり ますか", "sender": "other"}) == same
    assert mail_key(**usual | {"text": "別の言葉"}) != same  # the same id for other words hides nothing
    assert mail_key(**usual | {"message_id": "b@x"}) != same
    nameless = usual | {"message_id": ""}
    assert mail_key(**nameless) != mail_key(**nameless | {"sender": "ken@x"})
