"""Whose application it is: the file of whoever applies, and for whom they do so."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.services import FileFields
from kayoi.engines.procedures.models import Application, Proxy
from kayoi.engines.procedures.selectors.applications import proxy_holds
from kayoi.engines.procedures.services.proxies import name_proxy
from kayoi.engines.procedures.states import Who
from kayoi.foundation.identity.models import Person
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Outcome, Refused

IDENTIFYING = ("name", "kana", "phone", "email", "postal_code", "address")


class UnableToApply(Refused):
    """The procedure takes no applications now, or the mandate does not hold."""


@dataclass(frozen=True)
class Sender:
    """Whose file an application goes to: known by staff, by log-in, or neither."""

    person: Person | None = None
    file: CaseFile | None = None


@transaction.atomic
def people_of(*, application: Application, sender: Sender, by: Actor, at: datetime) -> tuple[CaseFile, Proxy | None]:
    """Return the file of whoever applies (opened where there is none), and for whom they act (申請者と代理).

    Of an application that came back, those of before. Raises UnableToApply where the mandate is over.
    """
    you = application.answers["you"]
    if application.case_file is not None:
        proxy = application.proxy
        if proxy is not None and (holds := proxy_holds(proxy, on=local_date(at))).outcome is Outcome.NOT_MET:
            raise UnableToApply(holds)
        return application.case_file, proxy
    file = casefiles.file_for(fields=_fields(you), file=sender.file, person=sender.person, by=by, at=at)
    if you.get("who") != Who.OTHER:
        return file, None
    principal = casefiles.open_case_file(
        fields=FileFields(
            name=you["principal_name"], birth_on=_day(you.get("principal_birth_on")),
            address=you.get("principal_address", ""),
        ),
        by=by, at=at,
    )  # fmt: skip
    proxy = name_proxy(
        principal=principal, agent=file, scope=application.procedure, relation=you.get("relation", ""),
        starts_on=local_date(at), by=by, at=at,
    )  # fmt: skip
    return file, proxy


def _fields(you: dict[str, Any]) -> FileFields:
    fields = FileFields(birth_on=_day(you.get("birth_on")))
    for name in IDENTIFYING:
        fields[name] = you.get(name, "")  # type: ignore[literal-required]  # names of FileFields
    return fields


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
