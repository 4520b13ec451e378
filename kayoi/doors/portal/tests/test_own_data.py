"""Export and erasure: everything that is mine, nothing that is not; all goes or nothing."""

import json
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models

from kayoi.doors.portal import services
from kayoi.doors.portal.selectors import export
from kayoi.doors.portal.tests.factories import ask
from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.foundation.audit.models import Entry
from kayoi.foundation.identity.models import Household, HouseholdMember, Person, User
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.programmes.consultations.models import Question
from kayoi.programmes.furusato.tests.factories import a_kind, a_scheme
from kayoi.programmes.furusato.tests.services.test_points import done
from tests.cast import LogIn, Member
from tests.clock import NOW

pytestmark = pytest.mark.django_db


# --- lists ----------------------------------------------------------------------------------------------------------
def reaching_a_person() -> set[type[models.Model]]:
    """Return every model with foreign keys that lead to a log-in, a person or a case file."""
    goals: set[type[models.Model]] = {User, Person, CaseFile}
    found = set(goals)
    while True:
        more = {
            model
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if isinstance(field, models.ForeignKey) and field.related_model in found
        }
        if more <= found:
            return found
        found |= more


def test_every_model_that_reaches_a_person_stands_in_the_lists() -> None:
    assert reaching_a_person() <= {*export.EXPORTED, *export.NOT_EXPORTED}
    assert reaching_a_person() <= {*services.ERASED, *services.KEPT}
    assert not set(export.EXPORTED) & set(export.NOT_EXPORTED)
    assert not set(services.ERASED) & set(services.KEPT)


# --- export ---------------------------------------------------------------------------------------------------------
def exported(person: Person, log_in: LogIn) -> dict[str, Any]:
    response = log_in(person.user).get("/me/export/")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith('attachment; filename="kayoi-')
    assert response["Cache-Control"] == "private, no-store"
    data: dict[str, Any] = json.loads(response.content)
    return data


def test_the_export_holds_what_is_mine(
    ina: Organization, sado: Organization, hana: Person, ken: Person, log_in: LogIn
) -> None:
    ask(ina, hana, text="雪かきは何時からですか。")
    ask(sado, hana, text="船は揺れますか。")
    ask(ina, ken, text="健の質問")
    log_in(hana.user).post("/me/household/add/", {"relation": "child", "name": "山田 実"})
    data = exported(hana, log_in)
    assert data["login"]["user"]["email"] == "hana@example.jp"
    assert data["login"]["person"]["name"] == "山田 花"
    assert [member["name"] for member in data["login"]["household_members"]] == ["山田 実"]
    assert [town["organization"] for town in data["towns"]] == ["伊那市", "佐渡市"]
    in_ina = data["towns"][0]
    assert [question["text"] for question in in_ina["questions"]] == ["雪かきは何時からですか。"]
    assert in_ina["consents"][0]["purpose_words"] == "相談への回答と記録"
    assert in_ina["case_files"][0]["status_words"] == "対応中"
    assert in_ina["points"] == [{"usable": 0, "lots": [], "entries": []}]
    assert {model._meta.model_name for model in export.OF_TOWNS} - {"casefile"} == {
        name.removesuffix("s") for name in in_ina.keys() - {"organization", "case_files", "points"}
    }


def test_the_export_says_what_points_are_left_and_how_they_came_about(
    ina: Organization, hana: Person, log_in: LogIn
) -> None:
    with scope.of_organization(ina.pk):
        kind = a_kind()
        a_scheme(rates={kind: 30}, percent_without=100)
        done(kind, make_file(person=hana))
    (points,) = exported(hana, log_in)["towns"][0]["points"]
    assert points == {
        "usable": 30, "lots": [{"left": 30, "last_day": "2027-11-20"}],
        "entries": [{"on": "2026-11-20", "kind": "earned", "amount": 30, "balance": 30}],
    }  # fmt: skip


def test_the_export_holds_nothing_else(
    ina: Organization, officer: Member, hana: Person, ken: Person, log_in: LogIn
) -> None:
    question = ask(ina, hana)
    ask(ina, ken, text="健の質問")
    with scope.of_organization(ina.pk):
        casefiles.add_note(file=question.case_file, text="夫は慎重。", by=officer.actor, at=NOW)
    text = json.dumps(exported(hana, log_in), ensure_ascii=False)
    for words in ("健の質問", "ken@example.jp", "夫は慎重。", "password", "session_key", "name_key", '"search"'):
        assert words not in text


def test_the_export_of_somebody_new_is_empty(ina: Organization, ken: Person, log_in: LogIn) -> None:
    data = exported(ken, log_in)
    assert data["towns"] == []
    assert data["login"]["household"] is None


# --- erasure --------------------------------------------------------------------------------------------------------
def test_the_page_says_what_goes_what_stays_and_until_when(ina: Organization, hana: Person, log_in: LogIn) -> None:
    ask(ina, hana)
    text = log_in(hana.user).get("/me/erase/").content.decode()
    for words in ("消えるもの", "残るもの", "伊那市の記録", "2032年(令和14年)3月31日まで", "公文書"):
        assert words in text


@pytest.mark.parametrize("typed", ["", "ken@example.jp"])
def test_without_the_right_address_nothing_is_erased(
    typed: str, ina: Organization, hana: Person, log_in: LogIn
) -> None:
    response = log_in(hana.user).post("/me/erase/", {"email": typed})
    assert response.status_code == 422
    assert Person.objects.filter(pk=hana.pk).exists()


def test_log_in_and_profile_go_and_the_records_of_towns_stay(
    ina: Organization, sado: Organization, operator_organization: Organization, hana: Person, log_in: LogIn
) -> None:
    ask(ina, hana, text="雪かきは何時からですか。")
    ask(sado, hana)
    client = log_in(hana.user)
    client.post("/me/household/add/", {"relation": "child", "name": "山田 実"})
    response = client.post("/me/erase/", {"email": " Hana@example.jp "})
    assert (response.status_code, response.headers["Location"]) == (302, "/erased/")
    assert client.get("/me/").status_code == 302, "logged out"
    for model, lookup in (
        (User, {"email": "hana@example.jp"}), (Person, {"pk": hana.pk}), (EmailAddress, {"email": "hana@example.jp"}),
        (Household, {}), (HouseholdMember, {}), (Authenticator, {}), (Session, {}),
    ):  # fmt: skip
        assert not model._default_manager.filter(**lookup).exists(), model
    for town in (ina, sado):
        with scope.of_organization(town.pk):
            (file,) = CaseFile.objects.all()
            assert file.person_id is None
            assert file.name == "山田 花"
            assert Question.objects.count() == 1
            assert Engagement.objects.filter(kind="login_erased").count() == 1
    with scope.of_organization(operator_organization.pk):
        (entry,) = Entry.objects.filter(action="person.erase")
        assert "hana" not in json.dumps([entry.before, entry.after, entry.actor_name])


def test_a_member_of_staff_keeps_the_log_in_for_that(officer: Member, log_in: LogIn) -> None:
    client = log_in(officer.user)
    assert "職員としてのログインは残ります" in client.get("/me/erase/").content.decode()
    client.post("/me/erase/", {"email": officer.user.email})
    assert User.objects.filter(pk=officer.user.pk).exists()
    assert not Person.objects.filter(user=officer.user).exists()
    assert client.get("/me/").status_code == 302


def test_erasure_is_all_or_nothing(
    ina: Organization, hana: Person, log_in: LogIn, operator_organization: Organization
) -> None:
    """Without the operator no entry can be written: then the towns' files are not let go either."""
    ask(ina, hana)
    client = log_in(hana.user)
    client.get("/me/")
    Organization.objects.filter(pk=operator_organization.pk).update(kind="contractor")
    with pytest.raises(Organization.DoesNotExist):
        client.post("/me/erase/", {"email": "hana@example.jp"})
    with scope.of_organization(ina.pk):
        assert CaseFile.objects.get().person_id == hana.pk
