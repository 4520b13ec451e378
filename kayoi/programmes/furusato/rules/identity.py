"""Whether what somebody showed is about the person of a file, how much it proves, and when it has to be shown anew."""

from dataclasses import dataclass
from datetime import date, timedelta

from kayoi.kit.text import kana_key, name_key
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.furusato.states.national import ProofLevel, ProofMethod

YEAR = timedelta(days=365)
LEVELS = {
    ProofMethod.JPKI: ProofLevel.HIGH,
    ProofMethod.CARD_AT_COUNTER: ProofLevel.HIGH,
    ProofMethod.PHOTO_ID: ProofLevel.MIDDLE,
    ProofMethod.TWO_PAPERS: ProofLevel.LOW,
    ProofMethod.POST: ProofLevel.LOW,
}
BY_CERTIFICATE = (ProofMethod.JPKI, ProofMethod.CARD_AT_COUNTER)


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on the card or paper that somebody shows."""

    name: str
    birth_on: date
    ends_on: date | None = None


def level_of(method: ProofMethod) -> ProofLevel:
    """Return how much a way of proving is worth (本人確認の水準).

    Source: 行政手続におけるオンラインによる本人確認の手法に関するガイドライン (DS-500); domain.md 10.3
    """
    return LEVELS[method]


def may_prove(shown: Shown, *, name: str, kana: str, born_on: date | None, used_by_another: bool, on: date) -> Verdict:
    """Answer whether what was shown is about this person (本人のものか): name and birthday agree, it has not run out.

    Where the file has no birthday, that of the card is written there. A card that has proved somebody else is refused.

    Source: domain.md 1.6 (identity verified by another person's card is refused), 10.3
    """
    against = []
    if name_key(shown.name) != name_key(name) and (not kana or kana_key(shown.name) != kana_key(kana)):
        against.append(Reason("furusato.proof_other_name"))
    if born_on is not None and born_on != shown.birth_on:
        against.append(Reason("furusato.proof_other_birthday"))
    if shown.birth_on >= on:
        against.append(Reason("furusato.proof_unborn"))
    if shown.ends_on is not None and shown.ends_on < on:
        against.append(Reason("furusato.proof_ran_out", {"day": shown.ends_on.isoformat()}))
    if used_by_another:
        against.append(Reason("furusato.proof_of_another"))
    return verdict(against)


def proof_needed(
    *, proved_on: date | None, ends_on: date | None, lapsed_on: date | None, proved_in: str, lives_in: str, on: date
) -> bool:
    """Tell whether an identity has to be proved anew for a renewal (更新のときの再確認).

    Never proved, a year ago, the certificate has run out or lapsed, or the person lives elsewhere than the card said.

    Source: domain.md 1.2 (renewal once a year), 10.3 (certificates lapse on moving: re-proof at renewal)
    """
    if proved_on is None or lapsed_on is not None or on - proved_on > YEAR:
        return True
    moved = bool(proved_in and lives_in) and proved_in != lives_in
    return moved or (ends_on is not None and ends_on < on)
