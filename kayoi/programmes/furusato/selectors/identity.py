"""What is known of who somebody is, and whether it has to be proved anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import family_ids
from kayoi.programmes.furusato.models import IdentityProof
from kayoi.programmes.furusato.rules.identity import proof_needed


@dataclass(frozen=True)
class Identity:
    """The proofs of somebody, the latest first, and whether the next renewal needs another."""

    proofs: Sequence[IdentityProof]
    is_needed: bool


def identity_of(file: CaseFile, *, on: date) -> Identity:
    """Return the proofs of somebody, those of merged files too."""
    rows = IdentityProof.objects.filter(case_file_id__in=family_ids(file)).select_related("proved_by")
    proofs = list(rows.order_by("-proved_on", "-pk"))
    best = max(
        (one for one in proofs if one.lapsed_on is None), key=lambda one: (one.level, one.proved_on), default=None
    )
    needed = best is None or proof_needed(
        proved_on=best.proved_on, ends_on=best.certificate_until, lapsed_on=best.lapsed_on, proved_in=best.place_code,
        lives_in=file.place_code, on=on,
    )  # fmt: skip
    return Identity(proofs, needed)
