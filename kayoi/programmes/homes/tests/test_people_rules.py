"""Consents, shares, heirs: the tables of cases."""

import csv
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kayoi.programmes.homes.rules.consents import Voice, may_give_consent, may_rely_on_consent
from kayoi.programmes.homes.rules.heirs import may_hang_below
from kayoi.programmes.homes.rules.inheritance import Kin, legal_shares
from kayoi.programmes.homes.rules.shares import share_of, shares_add_up
from kayoi.programmes.homes.states import HomeConsentPurpose, Kinship, PartyRole

CASES = Path(__file__).parent / "cases"
ROLES = {role.label.partition("(")[0]: role for role in PartyRole}
WORDS = {"同意": True, "取消し": False, "まだ": None}
KINSHIPS = {
    "配偶者": Kinship.SPOUSE, "子": Kinship.CHILD, "父母": Kinship.PARENT, "兄弟": Kinship.SIBLING,
    "半兄弟": Kinship.HALF_SIBLING, "他": Kinship.OTHER,
}  # fmt: skip
DIED_ON = date(2020, 5, 5)


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def voice(party: str, word: str) -> Voice:
    role, _, leads = party.partition("(")
    return Voice(ROLES[role], leads=bool(leads), word=WORDS[word])


@pytest.mark.parametrize("row", rows("may_rely_on_consent"), ids=lambda row: row["なぜ"])
def test_may_rely_on_consent(row: dict[str, str]) -> None:
    voices = [voice(*pair) for pair in zip(row["権利者など"].split(), row["ことば"].split(), strict=True)]
    answer = may_rely_on_consent(voices)
    assert (answer.outcome.value, " ".join(reason.code for reason in answer.reasons)) == (row["答え"], row["理由"])


@pytest.mark.parametrize("row", rows("may_give_consent"), ids=lambda row: row["なぜ"])
def test_may_give_consent(row: dict[str, str]) -> None:
    ends = row["期限の翌日"]
    answer = may_give_consent(
        role=PartyRole.of(row["立場"]), purpose=HomeConsentPurpose.of(row["同意の種類"]),
        by_agent=row["代理人から"] == "はい", has_agent=row["代理人あり"] == "はい",
        ends_before=date.fromisoformat(ends) if ends else None, on=date.fromisoformat(row["日"]),
    )  # fmt: skip
    assert " ".join(reason.code for reason in answer.reasons) == row["理由"]


@pytest.mark.parametrize("row", rows("share_of"), ids=lambda row: row["なぜ"])
def test_share_of(row: dict[str, str]) -> None:
    assert share_of(row["書いたもの"]) == (Fraction(row["持分"]) if row["持分"] else None)


@pytest.mark.parametrize("row", rows("shares_add_up"), ids=lambda row: row["なぜ"])
def test_shares_add_up(row: dict[str, str]) -> None:
    answer = shares_add_up([None if part == "?" else Fraction(part) for part in row["持分"].split()])
    assert (answer.outcome.value, " ".join(reason.code for reason in answer.reasons)) == (row["答え"], row["理由"])


def family(text: str) -> tuple[tuple[Kin, ...], dict[int, str]]:
    """Read 長女:子(2010)<母: name, what she is, died in May of a year (? unknown), below whom."""
    parts = [re.fullmatch(r"(\S+?):(\S+?)(?:\((\d+|\?)\))?(?:<(\S+))?", one) for one in text.split()]
    names = {at: part[1] for at, part in enumerate(parts) if part}

    def below(name: str | None) -> tuple[Kin, ...]:
        return tuple(
            Kin(
                at, KINSHIPS[part[2]], is_dead=bool(part[3]), below=below(part[1]),
                died_on=date(int(part[3]), 5, 5) if part[3] and part[3] != "?" else None,
            )
            for at, part in enumerate(parts) if part and part[4] == name
        )  # fmt: skip

    return below(None), names


@pytest.mark.parametrize("row", rows("legal_shares"), ids=lambda row: row["なぜ"])
def test_legal_shares(row: dict[str, str]) -> None:
    kin, names = family(row["家族"])
    shares = legal_shares(estate=Fraction(1), died_on=DIED_ON, kin=kin)
    assert " ".join(f"{names[key]}={share}" for key, share in sorted(shares.items())) == row["割合"]


@given(st.lists(st.sampled_from([*KINSHIPS.values()]), min_size=1, max_size=6), st.fractions(1, 1000).map(abs))
def test_living_heirs_hold_the_whole_estate(kinships: list[Kinship], estate: Fraction) -> None:
    shares = legal_shares(estate=estate, died_on=DIED_ON, kin=[Kin(at, one) for at, one in enumerate(kinships)])
    assert sum(shares.values()) == (estate if set(kinships) != {Kinship.OTHER} else 0)


@pytest.mark.parametrize("row", rows("may_hang_below"), ids=lambda row: row["なぜ"])
def test_may_hang_below(row: dict[str, str]) -> None:
    pairs = [one.split("<") for one in row["木"].split()]
    answer = may_hang_below(
        key=int(row["だれ"]), role=PartyRole.of(row["立場"]), above=int(row["だれの下"]) if row["だれの下"] else None,
        parents={int(child): int(parent) for child, parent in pairs},
        dead=frozenset(map(int, row["亡くなった人"].split())),
    )  # fmt: skip
    assert " ".join(reason.code for reason in answer.reasons) == row["理由"]
