"""Issue letters: values are frozen, so that the paper can be printed again as it went out."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import body_of
from kayoi.engines.procedures.models import Application, Letter, LetterCounter
from kayoi.engines.procedures.rules.letters import address_lines
from kayoi.engines.procedures.selectors.letters import instruction, sender_of, title_of
from kayoi.foundation.audit import services as audit
from kayoi.foundation.places.selectors.places import place_of
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import Actor
from kayoi.kit.dates import fiscal_year, fiscal_year_label, local_date, wareki


@transaction.atomic
def issue_letter(
    *,
    application: Application | None,
    case_file: CaseFile,
    template: str,
    values: dict[str, Any],
    title: str = "",
    by: Actor,
    at: datetime,
) -> Letter:
    """Issue a letter to the person of a file (通知書を出す), numbered within the fiscal year.

    `template` is that of the letter's body: templates/<template>.typ, first line the title where none is given. Its
    own `values` hold what JSON holds. Frozen beside them: address window, sender, day, the town's sentence on how to
    appeal, unless `values` say another one or none; and another sender where the letter is not the town's own.
    """
    organization = Organization.objects.get(pk=case_file.organization_id)
    number = _next_number(at)
    letter = Letter.objects.create(
        application=application,
        case_file=case_file,
        template=template,
        title=title or title_of(template),
        number=number,
        issued_on=local_date(at),
        values={
            **values,
            "number": number,
            "issued_on": wareki(local_date(at)),
            "addressee": _addressee(case_file),
            "sender": values.get("sender", sender_of(organization)),
            "instruction": values.get("instruction", instruction(organization)),
        },
        made_at=at,
    )
    audit.record("procedures.issue_letter", letter, by=by, at=at, after={"template": template, "number": number})
    return letter


def _next_number(at: datetime) -> str:
    """Give the next number of the fiscal year, such as 令和8年度 第12号; two at once wait for each other."""
    year = fiscal_year(local_date(at))
    LetterCounter.objects.get_or_create(fiscal_year=year)
    LetterCounter.objects.filter(fiscal_year=year).update(last=F("last") + 1)
    return f"{fiscal_year_label(year)} 第{LetterCounter.objects.get(fiscal_year=year).last}号"


def _addressee(file: CaseFile) -> list[str]:
    place, body = place_of(file.place_code) if file.place_code else None, body_of(file)
    return address_lines(
        postal_code=file.postal_code,
        place=place.full_name if place else "",
        address=file.address,
        name=file.shown_name,
        representative=body.representative if body else "",
    )
