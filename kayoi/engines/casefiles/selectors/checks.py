"""Checks of case files for `manage.py verify`: how many rows of the open organization are not sound."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Max, TextField

from kayoi.engines.casefiles.models import CaseFile, Counter, Engagement, Note
from kayoi.engines.casefiles.rules import search_terms
from kayoi.kit.text import email_key, kana_key, name_key, phone_key


def merged_in_a_circle() -> int:
    """Count files that reach themselves by merges."""
    links = dict(CaseFile.objects.exclude(merged_into=None).values_list("pk", "merged_into_id"))
    circles = 0
    for start in links:
        seen, here = {start}, links[start]
        while here in links and here not in seen:
            seen.add(here)
            here = links[here]
        circles += here in seen
    return circles


def keys_out_of_date() -> int:
    """Count files whose normal forms or search terms are not those of what stands on them: they would not be found."""
    terms = Func(F("search"), function="tsvector_to_array", output_field=ArrayField(TextField()))
    rows = CaseFile.objects.without_search().annotate(terms=terms)
    return sum(not _up_to_date(file) for file in rows.iterator(chunk_size=5000))


def _up_to_date(file: Any) -> bool:
    keys = (file.name_key, file.kana_key, file.phone_key, file.email_key)
    if keys != (
        name_key(file.name)[:100], kana_key(file.kana)[:100], phone_key(file.phone)[:60], email_key(file.email)[:254],
    ):  # fmt: skip
        return False
    others = [file.address, file.email, file.number]
    wanted = search_terms(name=file.name, kana=file.kana, phone=file.phone, others=others)
    return file.terms is None or set(file.terms) == set(wanted)  # none at all is counted by not_searchable


def not_searchable() -> int:
    """Count files and notes without a search column."""
    return CaseFile.objects.filter(search=None).count() + Note.objects.filter(search=None).count()


def touched_too_early() -> int:
    """Count files whose last movement lies before their last engagement: they would be called quiet."""
    files = CaseFile.objects.annotate(last=Max("engagements__occurred_at"))
    return files.filter(touched_at__lt=F("last")).count()


def numbers_ahead_of_counter() -> int:
    """Count fiscal years in which a file has a higher number than the counter: the next number would be taken."""
    last = {f"{counter.fiscal_year}": counter.last for counter in Counter.objects.all()}
    highest: dict[str, int] = {}
    for number in CaseFile.objects.values_list("number", flat=True):
        year, _, count = number.partition("-")
        highest[year] = max(highest.get(year, 0), int(count))
    return sum(count > last.get(year, 0) for year, count in highest.items())


def engagements_of(cause: str) -> set[str]:
    """Return the references of engagements with that cause."""
    return set(Engagement.objects.filter(cause=cause).values_list("reference", flat=True))
