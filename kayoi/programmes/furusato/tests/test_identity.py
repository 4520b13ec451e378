"""Who somebody is: the rules' tables, the counter, the app's proof, somebody else's card, the pages."""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
from django.test import Client

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.identity.models import IdentityProof as LoginProof
from kayoi.foundation.identity.models import Person
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.furusato.models import IdentityProof
from kayoi.programmes.furusato.rules.identity import Shown, level_of, may_prove, proof_needed
from kayoi.programmes.furusato.selectors.identity import identity_of
from kayoi.programmes.furusato.services.identity import UnableToProve, prove_at_counter, take_proof_of_login
from kayoi.programmes.furusato.states import ProofLevel, ProofMethod
from tests.cast import LogIn, Member, actor_of, log_in_side

CASES = Path(__file__).parent / "cases"
BORN = date(1985, 4, 2)


def cases(name: str) -> pytest.MarkDecorator:
    with (CASES / f"{name}.csv").open(encoding="utf-8") as file:
        return pytest.mark.parametrize("row", list(csv.DictReader(file)), ids=lambda row: row["なぜ"])


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cases("may_prove")
def test_may_prove(row: dict[str, str]) -> None:
    shown = Shown(row["書類の氏名"], date.fromisoformat(row["書類の生年月日"]), day(row["期限"]))
    answer = may_prove(
        shown, name=row["個票の氏名"], kana=row["個票のふりがな"], born_on=day(row["個票の生年月日"]),
        used_by_another=row["別の人に使われた"] == "1", on=date(2026, 11, 20),
    )  # fmt: skip
    assert " ".join(reason.code for reason in answer.reasons) == row["理由"]


@cases("proof_needed")
def test_proof_needed(row: dict[str, str]) -> None:
    needed = proof_needed(
        proved_on=day(row["確認した日"]), ends_on=day(row["証明書の期限"]), lapsed_on=day(row["無効の日"]),
        proved_in=row["カードの市区町村"], lives_in=row["いまの市区町村"], on=date(2026, 11, 20),
    )  # fmt: skip
    assert needed is (row["要る"] == "1")


def test_every_way_has_a_level() -> None:
    assert {level_of(method) for method in ProofMethod} == {ProofLevel.LOW, ProofLevel.MIDDLE, ProofLevel.HIGH}


def test_the_counter_keeps_no_name_and_no_number(in_ina: Organization, officer: Member, at: datetime) -> None:
    file = make_file(place_code="131041")
    shown = Shown("山田花", BORN, date(2028, 4, 2))
    proof = prove_at_counter(
        file=file, method=ProofMethod.CARD_AT_COUNTER, shown=shown, place_code="131041", by=officer.actor, at=at
    )
    file.refresh_from_db()
    assert (proof.level, proof.proved_by_id, file.birth_on) == (ProofLevel.HIGH, officer.membership.pk, BORN)
    assert not identity_of(file, on=date(2026, 11, 20)).is_needed
    kept = str(list(Entry.objects.filter(action="furusato.prove_identity").values_list("after", flat=True)))
    assert "山田" not in kept
    assert "1985" not in kept


def test_the_card_of_somebody_else_is_refused(in_ina: Organization, officer: Member, at: datetime) -> None:
    hers, his = make_file(), make_file(name="山田 太郎")
    given = {"method": ProofMethod.PHOTO_ID, "place_code": "", "by": officer.actor, "at": at}
    with pytest.raises(UnableToProve, match="proof_other_name"):
        prove_at_counter(file=his, shown=Shown("山田 花", BORN), **given)  # type: ignore[arg-type]
    prove_at_counter(file=hers, shown=Shown("山田 花", BORN), **given)  # type: ignore[arg-type]
    with pytest.raises(UnableToProve, match="proof_of_another"):
        prove_at_counter(file=make_file(), shown=Shown("山田 花", BORN), **given)  # type: ignore[arg-type]
    assert IdentityProof.objects.count() == 1


def a_login_proof(person: Person, at: datetime, **more: str) -> LoginProof:
    values = {"method": "digital_auth_app", "level": "ial3", "issuer": "https://app", "subject": "s-1"} | more
    with log_in_side():
        return LoginProof.objects.create(person=person, proved_at=at, place_code="131041", **values)


def test_what_the_app_has_proved_is_given_once(ina: Organization, hana: Person, at: datetime) -> None:
    known = a_login_proof(hana, at)
    with scope.of_organization(ina.pk):
        file = make_file(person=hana)
        first, second = (take_proof_of_login(file=file, known=known, by=actor_of(hana), at=at) for _ in range(2))
        assert first.pk == second.pk
        assert (first.method, first.level, first.place_code) == (ProofMethod.JPKI, ProofLevel.HIGH, "131041")


def test_the_page_sends_whoever_has_no_proof_to_the_app_or_the_counter(
    client: Client, ina: Organization, hana: Person, log_in: LogIn
) -> None:
    with scope.of_organization(ina.pk):
        make_file(person=hana)
    mine = log_in(hana.user)
    assert "窓口に本人確認書類をお持ちください" in mine.get("/ina/furusato/identity/").content.decode()
    page = mine.post("/ina/furusato/identity/").content.decode()
    assert "先にマイページで本人確認をしてください" in page


def test_staff_prove_at_the_counter(ina: Organization, officer: Member, log_in: LogIn) -> None:
    with scope.of_organization(ina.pk):
        file = make_file()
    desk, page = log_in(officer.user), f"/ina/staff/furusato/people/{file.pk}/identity/"
    form = {"method": "photo_id", "name": "山田 太郎", "birth_on": "1985-04-02"}
    assert "別の人の書類" in desk.post(page, form).content.decode()
    desk.post(page, form | {"name": "山田 花"})
    assert "顔写真つき" in desk.get(page).content.decode()
