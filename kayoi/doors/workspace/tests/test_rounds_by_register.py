"""A round to the people of a register: from the register's page to the mail; who is not in it any more gets none."""

from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors.belonging import files_in, on_steps, town_registers
from kayoi.engines.casefiles.states import Channel, ConsentPurpose
from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.messages.models import Message
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.models import Register
from kayoi.programmes.furusato.tests.factories import a_register, a_registration
from kayoi.programmes.rounds import selectors, services
from kayoi.programmes.rounds.models import Round
from kayoi.programmes.rounds.rules import Criteria
from kayoi.programmes.rounds.tests.factories import make_round
from tests.cast import LogIn, Member

BY = system("test")
YEAR = timedelta(days=364)


def reader(name: str, at: datetime, *, news: bool = True, **fields: Any) -> CaseFile:
    file = make_file(**{"name": name, "email": f"{name}@example.jp"} | fields)
    if news:
        casefiles.give_consent(
            file=file, purpose=ConsentPurpose.NEWS, channel=Channel.PORTAL, given_at=at, by=BY, at=at
        )
    return file


def found(criteria: Criteria, at: datetime) -> set[str]:
    choice = selectors.choose(make_round(by=BY, at=at, criteria=criteria), at=at)
    return set(CaseFile.objects.filter(pk__in=choice.ids).values_list("name", flat=True))


def test_in_force_by_day_whatever_the_job_has_done(in_ina: Organization, at: datetime) -> None:
    today, register = local_date(at), a_register(step=1)
    for name, until in (("lasting", None), ("today", today), ("yesterday", today - timedelta(days=1))):
        a_registration(register, file=reader(name, at), since=today - YEAR, valid_until=until)
    a_registration(register, file=reader("asked", at), status="asked")
    a_registration(register, file=reader("ended", at), status="ended", since=today - YEAR, ended_on=today)
    a_registration(file=reader("other", at))
    criteria = Criteria(registers=(str(register.pk),))
    assert found(criteria, at) == {"lasting", "today"}
    assert found(criteria, at + timedelta(days=1)) == {"lasting"}


def test_a_round_writes_only_to_those_in_force_who_agreed(in_ina: Organization, officer: Member, at: datetime) -> None:
    register, today = a_register(), local_date(at)
    a_registration(register, file=reader("agreed", at))
    a_registration(register, file=reader("silent", at, news=False))
    a_registration(register, file=reader("lapsed", at), since=today - YEAR, valid_until=today - timedelta(days=1))
    hidden = reader("hidden", at)
    a_registration(register, file=hidden)
    casefiles.protect(file=hidden, starts_on=date(2026, 4, 1), basis="x", by=BY, at=at)
    for days in (0, 1):  # the second comes too soon for whoever got the first
        moment = at + timedelta(days=days)
        row = make_round(by=officer.actor, at=moment, criteria=Criteria(registers=(str(register.pk),)))
        services.start_round(row=row, by=officer.actor, at=moment)
        while services.send_some(round_id=row.pk, address="https://x.test/{token}/", most=9, by=BY, at=moment):
            pass
    assert list(Message.objects.filter(cause="rounds.Asking").values_list("to_address", flat=True)) == [
        "agreed@example.jp"
    ]
    row.refresh_from_db()
    assert row.left_out == {"rounds.too_soon": 1, "rounds.no_consent": 1, "rounds.protected": 1}


def test_steps_of_the_ladder_and_other_conditions_join(in_ina: Organization, at: datetime) -> None:
    first, second, none = a_register(step=1), a_register(step=2), a_register(step=0)
    a_registration(first, file=reader("first", at, household_type="family"))
    a_registration(second, file=reader("second", at))
    a_registration(none, file=reader("none", at))
    assert [(one.step, one.key) for one in town_registers()] == [
        (0, str(none.pk)), (1, str(first.pk)), (2, str(second.pk)),
    ]  # fmt: skip
    assert on_steps(["1", "2"], town_registers()) == [str(first.pk), str(second.pk)]
    assert found(Criteria(steps=("1", "2")), at) == {"first", "second"}
    assert found(Criteria(steps=("1", "2"), with_children=True), at) == {"first"}
    Register.objects.filter(pk=second.pk).update(status="draft")
    assert found(Criteria(steps=("1", "2")), at) == {"first"}


def test_merged_files_are_found_by_the_registration_of_either(in_ina: Organization, at: datetime) -> None:
    register, old, kept = a_register(), reader("old", at), reader("kept", at)
    a_registration(register, file=old)
    casefiles.merge_case_files(source=old, target=kept, by=BY, at=at)
    assert found(Criteria(registers=(str(register.pk),)), at) == {"kept"}


def test_another_town_has_its_own_registers(ina: Organization, sado: Organization, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        register = a_register()
        a_registration(register, file=reader("ours", at))
    with scope.of_organization(sado.pk):
        assert town_registers() == []
        assert not files_in([str(register.pk), "x"], on=local_date(at)).exists()


def pages(client: Client, register: Register) -> list[str]:
    one = reverse("furusato:staff_register", kwargs={"organization": "ina", "pk": register.pk})
    every = reverse("furusato:registrations", kwargs={"organization": "ina"})
    return [client.get(page).content.decode() for page in (one, f"{every}?register={register.pk}", every)]


def test_from_the_register_to_a_round(ina: Organization, officer: Member, log_in: LogIn, at: datetime) -> None:
    with scope.of_organization(ina.pk):
        register = a_register(name="第2町民", step=1)
        a_registration(register, file=reader("花", at, email="hana@example.jp", household_type="family"))
        a_registration(register, file=reader("健", at, email="ken@example.jp"))
    client, new = log_in(officer.user), reverse("rounds:new_round", kwargs={"organization": "ina"})
    link = f"{new}?register={register.pk}"
    assert [link in page for page in pages(client, register)] == [True, True, False]
    form = client.get(link).context["form"]
    assert form.initial["registers"] == [str(register.pk)]
    given = {name: value for name, value in form.initial.items() if value is not None} | {
        "title": "第2町民の便り", "with_children": "on", "body": "こんにちは。", "subject_en": "", "body_en": "",
    }  # fmt: skip
    page = strip_tags(client.post(new, given, follow=True).content.decode())
    assert "第2町民に登録している、子どものいる世帯の人" in page
    assert "1人に送ります。" in " ".join(page.split()).replace(" ", ""), page
    with scope.of_organization(ina.pk):
        assert Criteria.of(Round.objects.get().criteria) == Criteria(registers=(str(register.pk),), with_children=True)
    wrong = client.post(new, given | {"registers": ["999999"]})
    assert wrong.status_code == 422
