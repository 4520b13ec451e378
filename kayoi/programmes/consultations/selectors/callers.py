"""Who is calling: files found by whatever staff type while somebody speaks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kayoi.engines.casefiles import selectors as casefiles
from kayoi.engines.casefiles.models import CaseFile, Consent
from kayoi.engines.casefiles.selectors import Passage
from kayoi.engines.casefiles.states import CONSENT_TEXTS, ConsentPurpose, IdentityFact
from kayoi.foundation.places.models import Place
from kayoi.foundation.places.selectors import place_of
from kayoi.kit.dates import wareki
from kayoi.programmes.consultations.models import Answer, Question

SHOWN = 10
PASSAGES = 100


@dataclass(frozen=True)
class Caller:
    """A file that may be the caller's. Of somebody under protection measures nothing is shown but that there is one."""

    file: CaseFile
    place: str = ""
    passage: str = ""
    protected: bool = False


def find_callers(words: str, *, sensitive: bool, on: date, most: int = SHOWN) -> list[Caller]:
    """Return who may be meant by a name as it was heard, a number, or words of an earlier conversation, best first.

    Sensitive notes are searched only for those who may read them; conversations of protected people for nobody.
    """
    found = {file.pk: file for file in casefiles.find_case_files(words, most=most)}
    passages: dict[int, str] = {}
    if len(found) < most:
        past = _past(words, sensitive=sensitive)
        roots = casefiles.roots_of({passage.case_file_id for passage in past})
        hidden = casefiles.protected_families({root.pk for root in roots.values()}, on=on)
        for passage in past:
            root = roots[passage.case_file_id]
            if root.pk in hidden or root.is_donor or len(found) >= most:
                continue
            found.setdefault(root.pk, root)
            passages.setdefault(root.pk, passage.text)
    protected = casefiles.protected_families(found, on=on)
    places = Place.objects.in_bulk({file.place_code for file in found.values()} - {""})
    return [
        Caller(file, protected=True)
        if pk in protected
        else Caller(file, _name_of(places.get(file.place_code)), passages.get(pk, ""))
        for pk, file in found.items()
    ]


def _name_of(place: Place | None) -> str:
    return place.full_name if place else ""


def facts_to_ask(file: CaseFile) -> dict[IdentityFact, str]:
    """Return the facts that a caller is asked for, each as it stands on the file (本人確認の問い)."""
    place = place_of(file.place_code) if file.place_code else None
    shown = {
        IdentityFact.NAME: f"{file.name}({file.kana})" if file.name and file.kana else file.name or file.kana,
        IdentityFact.BIRTH: f"{file.birth_on.year}年({wareki(file.birth_on)})" if file.birth_on else "",
        IdentityFact.PHONE: file.phone,
        IdentityFact.ADDRESS: f"{place.full_name if place else ''}{file.address}",
        IdentityFact.EMAIL: file.email,
    }
    return {fact: shown[fact] for fact in casefiles.facts_on(file)}


def consent_of(file: CaseFile) -> Consent | None:
    """Return the consent to being recorded that was given to the words of today, if there is one."""
    version = CONSENT_TEXTS[ConsentPurpose.CONSULTATION].version
    given = Consent.objects.filter(case_file_id__in=casefiles.family_ids(file), withdrawn_at=None)
    found: Consent | None = given.filter(purpose=ConsentPurpose.CONSULTATION, text_version=version).first()
    return found


def _past(words: str, *, sensitive: bool) -> list[Passage]:
    """Return what was said before with these words: questions, answers, notes."""
    query = casefiles.past_query(words)
    if query is None:
        return []
    asked = casefiles.ids_found("consultations_question_find", query, most=PASSAGES)
    told = casefiles.ids_found("consultations_answer_find", query, most=PASSAGES)
    questions = Question.objects.filter(pk__in=asked).order_by("-asked_at").values_list("case_file_id", "text")
    answers = Answer.objects.filter(pk__in=told).order_by("-answered_at").values_list("question__case_file_id", "text")
    rows: Iterable[tuple[int, str]] = [*questions, *answers]
    return casefiles.passages_with(words, rows) + casefiles.notes_with(words, sensitive=sensitive)
