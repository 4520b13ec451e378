"""Reads of what movers said was not as they had been told, by district."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.engines.casefiles.selectors import protected_families, roots_of
from kayoi.programmes.settling.models import CheckIn
from kayoi.programmes.settling.rules.voices import Voice, area_key, shown_voices


@dataclass(frozen=True)
class Voices:
    """What may be shown of a district, and the check-ins whose words are kept back until staff put them otherwise."""

    shown: Sequence[Voice]
    kept_back: Sequence[int]


def voices_of(area: str, *, on: date) -> Voices:
    """Return what movers of a district said and agreed to be used, the latest first; nobody under protection."""
    rows = CheckIn.objects.filter(may_use=True, move__retracted_at=None).select_related("move")
    here = [row for row in rows.order_by("-answered_on", "-pk") if area_key(row.area) == area_key(area)]
    roots = roots_of(row.move.case_file_id for row in here if row.move.case_file_id is not None)
    protected = protected_families({root.pk for root in roots.values()}, on=on)
    hidden = {pk for pk, root in roots.items() if root.pk in protected}
    voices = [
        Voice(row.pk, row.move_id, row.months, row.told, row.retold)
        for row in here
        if row.move.case_file_id not in hidden
    ]
    shown = shown_voices(voices)
    return Voices(shown, [voice.check_in_id for voice in voices if voice not in shown])
