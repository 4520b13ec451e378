"""Whose application it is: the file of whoever applies, and for whom they do so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import body_of
from kayoi.engines.casefiles.services import BodyFields, FileFields
from kayoi.engines.procedures.models import Application, Proxy
from kayoi.engines.procedures.selectors.applications import proxy_holds
from kayoi.engines.procedures.services.proxies import name_proxy
from kayoi.engines.procedures.states import CONTACT, Who
from kayoi.foundation.identity.models import Person
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Outcome, Refused

IDENTIFYING = ("name", "kana", "phone", "email", "postal_code", "address")


class UnableToApply(Refused):
    """The procedure takes no applications now, or the mandate does not hold."""


@dataclass(frozen=True)
class Sender:
    """Whose file an application goes to: known by staff, by log-in, or neither; the file of a body that staff know."""

    person: Person | None = None
    file: CaseFile | None = None
    body: CaseFile | None = None


@transaction.atomic
def people_of(*, application: Application, sender: Sender, by: Actor, at: datetime) -> tuple[CaseFile, Proxy | None]:
    """Return the file of whoever applies (opened where there is none), and for whom they act (申請者と代理).

    Of an application that came back, those of before. Raises UnableToApply where the mandate is over.
    """
    you, file, proxy = application.answers["you"], application.case_file, application.proxy
    who, relation = you.get("who"), you.get("relation", "")
    if file is None:
        file = casefiles.file_for(fields=_fields(you), file=sender.file, person=sender.person, by=by, at=at)
    if proxy is not None and bool(body_of(proxy.principal)) is (who == Who.BODY):
        if (holds := proxy_holds(proxy, on=local_date(at))).outcome is Outcome.NOT_MET:
            raise UnableToApply(holds)
        return file, proxy
    if who == Who.BODY:
        relation = CONTACT
        principal = sender.body or casefiles.body_for(fields=_body_fields(you), by=by, at=at)
    elif who == Who.OTHER:
        fields = FileFields(
            name=you["principal_name"], birth_on=_day(you.get("principal_birth_on")),
            address=you.get("principal_address", ""),
        )  # fmt: skip
        principal = casefiles.open_case_file(fields=fields, by=by, at=at)
    else:
        return file, None
    proxy = name_proxy(
        principal=principal, agent=file, scope=application.procedure, relation=relation, starts_on=local_date(at),
        by=by, at=at,
    )  # fmt: skip
    return file, proxy


def _body_fields(you: Mapping[str, Any]) -> BodyFields:
    """Return what an application says of the body in whose name it is made."""
    return BodyFields(
        name=you["body_name"], kana=you.get("body_kana", ""), corporate_number=you.get("corporate_number", ""),
        representative_title=you["representative_title"], representative_name=you["representative_name"],
        postal_code=you.get("body_postal_code", ""), address=you.get("body_address", ""),
    )  # fmt: skip


def _fields(you: dict[str, Any]) -> FileFields:
    fields = FileFields(birth_on=_day(you.get("birth_on")))
    for name in IDENTIFYING:
        fields[name] = you.get(name, "")  # type: ignore[literal-required]  # names of FileFields
    return fields


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
