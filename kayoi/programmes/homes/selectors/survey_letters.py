"""Letters of the owners' survey: their codes, the letters on paper, and the list for reminders."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.crypto import salted_hmac

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import protected_files
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.dates import wareki
from kayoi.kit.documents import pdf
from kayoi.kit.qr import qr_svg
from kayoi.kit.sheets import Column, ColumnKind, Table, write_xlsx
from kayoi.kit.tokens import token_hash
from kayoi.programmes.homes.models import OwnerSurvey, SurveyLetter
from kayoi.programmes.homes.rules.codes import code_key, survey_code
from kayoi.programmes.homes.states import Intention, OwnersReason, Use
from kayoi.programmes.homes.states.finding import LETTERS_A_FILE

TEMPLATE = Path(__file__).parents[1] / "templates" / "homes" / "letter.typ"


def code_of(survey: OwnerSurvey, number: int) -> str:
    """Return the personal code of a letter: always the same, so that a letter can be printed again.

    It is worked out from the installation's secret and stands nowhere; only its hash is kept, to find the letter.
    """
    secret = salted_hmac("kayoi.homes.survey", f"{survey.organization_id}/{survey.pk}/{number}", algorithm="sha256")
    return survey_code(secret.digest())


def letter_with_code(text: str) -> SurveyLetter | None:
    """Return the letter of a code that somebody typed or scanned."""
    code = code_key(text)
    if not code:
        return None
    return SurveyLetter.objects.select_related("survey").filter(code_hash=token_hash(code)).first()


def protected_names(*, on: date) -> set[str]:
    """Return the keys of the names of all people under protection measures: no list may carry them."""
    files = CaseFile.objects.filter(pk__in=protected_files(on=on)).exclude(name_key="")
    return set(files.values_list("name_key", flat=True))


def letters_of(survey: OwnerSurvey) -> QuerySet[SurveyLetter]:
    """Return the letters of a survey by number."""
    return SurveyLetter.objects.filter(survey=survey).order_by("number")


def silent_letters(survey: OwnerSurvey) -> QuerySet[SurveyLetter]:
    """Return the letters to which nobody has answered, those that came back left out: for reminders."""
    return letters_of(survey).filter(answered_at=None, returned_on=None)


def batches(letters: QuerySet[SurveyLetter]) -> list[tuple[int, int, int]]:
    """Return how letters are cut into files for printing: position, first and last number."""
    numbers = list(letters.values_list("number", flat=True))
    starts = range(0, len(numbers), LETTERS_A_FILE)
    cut = [numbers[start : start + LETTERS_A_FILE] for start in starts]
    return [(at, part[0], part[-1]) for at, part in enumerate(cut)]


def survey_address(organization: Organization) -> str:
    """Return the address of the page on which owners answer; a code and a slash behind it lead to one letter."""
    path = reverse("homes:survey_code", kwargs={"organization": organization.slug})
    return f"{settings.CANONICAL_URL.rstrip('/')}{path}"


def letters_pdf(
    survey: OwnerSurvey, letters: Sequence[SurveyLetter], organization: Organization, *, reminder: bool
) -> bytes:
    """Return letters with their reply forms as PDF (調査の手紙). Raises NoFont."""
    address = survey_address(organization)
    data = {
        "title": survey.title,
        "intro": survey.intro,
        "reminder": reminder,
        "sent_on": wareki(survey.sent_on) if survey.sent_on else "",
        "closes_on": wareki(survey.closes_on) if survey.closes_on else "",
        "town": organization.name,
        "office": organization.office_name,
        "phone": organization.phone,
        "site": address.removeprefix("https://").removeprefix("http://"),
        "uses": _numbered([use.label for use in Use]),
        "intentions": _numbered([intention.label for intention in Intention]),
        "reasons": _numbered([reason.label for reason in OwnersReason]),
        "letters": [_letter(letter, code_of(survey, letter.number), address) for letter in letters],
    }
    return pdf(TEMPLATE.read_text(encoding="utf-8"), data)


def _letter(letter: SurveyLetter, code: str, address: str) -> dict[str, object]:
    return {
        "number": letter.number,
        "postal_code": letter.postal_code,
        "address": letter.address,
        "addressee": letter.addressee,
        "building": f"{letter.quarter}{letter.building}({letter.get_kind_display()})",
        "code": code,
        "qr": qr_svg(f"{address}{code}/"),
    }


def _numbered(labels: Sequence[str]) -> list[list[str]]:
    return [[str(number), label] for number, label in enumerate(labels, start=1)]


def silent_list(survey: OwnerSurvey) -> bytes:
    """Return who has not answered as an Excel book, for reminders by the town's own printing or by telephone."""
    columns = (
        Column("整理番号", ColumnKind.INTEGER),
        Column("郵便番号", ColumnKind.CODE),
        *map(Column, ("送付先", "宛名", "建物の用途", "建物の町字", "建物の所在")),
    )
    rows = [
        (one.number, one.postal_code, one.address, one.addressee, one.get_kind_display(), one.quarter, one.building)
        for one in silent_letters(survey)
    ]
    return write_xlsx([Table("未回答", columns, rows)])
