"""What the town knows of people, as rulesets and the national rules read it; for many files at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.engines.casefiles.selectors import families_of, roots_of
from kayoi.foundation.tenancy.selectors import setting
from kayoi.kit.dates import local_date
from kayoi.programmes.furusato.models import IdentityProof, NationalStatus, Registration, SignUp
from kayoi.programmes.furusato.rules.national import Held, Known, Proof, Scheme
from kayoi.programmes.furusato.selectors.standing import deed_of, terms_of
from kayoi.programmes.furusato.states import Certainty, RegistrationStatus, SignUpStatus, Standing, Tier
from kayoi.programmes.furusato.states.national import (
    ADULT_AGE,
    BASIC_AT_HOME,
    BODIES_LIMIT,
    FALLS_BACK,
    PREFECTURES_COUNT,
    PREMIUM_AGE,
    VISITS_NEEDED,
    VISITS_OR,
)

# What nobody is asked because the town has it on record.
HELD: Final = frozenset(
    {
        "applicant.born_on", "application.on", "identity.level", "activity.confirmed", "visit.confirmed",
        "registration.step", "registration.months",
    }
)  # fmt: skip
VISITS: Final = ("stay", "guided_day", "fair_visit", "place_used", "activity")


@dataclass(frozen=True)
class OnRecord:
    """The rows of some people, by the id of the file that is kept."""

    files: dict[int, CaseFile]
    proofs: dict[int, list[IdentityProof]]
    sign_ups: dict[int, list[SignUp]]
    registrations: dict[int, list[Registration]]
    visits: dict[int, list[date]]
    national: dict[int, list[NationalStatus]]
    shared: frozenset[str]

    def root(self, file_id: int) -> int:
        """Return the file that is kept of a file."""
        return self.files[file_id].pk


def on_record(file_ids: Iterable[int]) -> OnRecord:
    """Read what is on record about these people, in a constant number of queries; merged files are one."""
    kept = {file.pk: file for file in roots_of(file_ids).values()}
    files = {pk: kept[root] for pk, root in families_of(kept).items()}

    def rows(queryset: Any) -> dict[int, list[Any]]:
        found = defaultdict(list)
        for row in queryset.filter(case_file_id__in=files).order_by("pk"):
            found[files[row.case_file_id].pk].append(row)
        return found

    seen = defaultdict(list)
    visits = Engagement.objects.filter(case_file_id__in=files, kind_id__in=VISITS)
    for file_id, at in visits.values_list("case_file_id", "occurred_at"):
        seen[files[file_id].pk].append(local_date(at))
    proofs = rows(IdentityProof.objects.all())
    return OnRecord(
        files, proofs, rows(SignUp.objects.select_related("kind")),
        rows(Registration.objects.select_related("register")), seen, rows(NationalStatus.objects.all()),
        _shared([one for some in proofs.values() for one in some], files),
    )  # fmt: skip


def _shared(proofs: list[IdentityProof], files: dict[int, CaseFile]) -> frozenset[str]:
    """Return the subjects that were proved for two people: one of them used another's card."""
    owners = defaultdict(set)
    hashes = {one.subject_hash for one in proofs if one.subject_hash}
    for subject, file_id in IdentityProof.objects.filter(subject_hash__in=hashes).values_list(
        "subject_hash", "case_file_id"
    ):
        owners[subject].add(files[file_id].pk if file_id in files else file_id)
    return frozenset(subject for subject, of in owners.items() if len(of) > 1)


def proof_on(known: OnRecord, file_id: int, *, on: date) -> IdentityProof | None:
    """Return the best proof of identity that holds on a day, the newest of the best."""
    holding = [
        one
        for one in known.proofs.get(known.root(file_id), [])
        if one.proved_on <= on and (one.lapsed_on is None or one.lapsed_on > on)
    ]
    return max(holding, key=lambda one: (one.level, one.proved_on, one.pk), default=None)


def held_facts(known: OnRecord, file_id: int, *, on: date) -> dict[str, Any]:
    """Return the facts that the town holds about somebody, as answers keep them (JSON)."""
    root = known.root(file_id)
    file, proof = known.files[file_id], proof_on(known, file_id, on=on)
    in_time = proof is not None and (proof.certificate_until is None or proof.certificate_until >= on)
    registered = [
        one for one in known.registrations.get(root, []) if one.status == RegistrationStatus.REGISTERED and one.since
    ]
    facts: dict[str, Any] = {
        "identity.level": int(proof.level) if proof and in_time and proof.subject_hash not in known.shared else 0,
        "activity.confirmed": [
            {"on": one.ends_on.isoformat(), "kind": one.kind.key, "designated": one.is_designated}
            for one in known.sign_ups.get(root, [])
            if one.status == SignUpStatus.CONFIRMED and one.ends_on <= on
        ],
        "visit.confirmed": [{"on": day.isoformat()} for day in sorted(set(known.visits.get(root, []))) if day <= on],
        "registration.step": max((one.register.step for one in registered), default=0),
        "registration.months": max((_months(one.since, on) for one in registered if one.since), default=0),
    }
    if file.birth_on is not None:
        facts["applicant.born_on"] = file.birth_on.isoformat()
    if file.place_code:
        facts["applicant.lives_in"] = file.place_code[:5]
    return facts


def _months(since: date, on: date) -> int:
    return max((on.year - since.year) * 12 + on.month - since.month - (on.day < since.day), 0)


def _proof(row: IdentityProof, known: OnRecord) -> Proof:
    return Proof(int(row.level), row.proved_on, row.certificate_until, row.subject_hash not in known.shared)


def scheme_of(*, on: date) -> Scheme:
    """Return what the town has set of the national scheme for a day."""
    return Scheme(
        terms=terms_of(on=on),
        bodies_limit=setting(BODIES_LIMIT, on=on),
        prefectures_count=bool(setting(PREFECTURES_COUNT, on=on)),
        visits_needed=setting(VISITS_NEEDED, on=on),
        visits_or=bool(setting(VISITS_OR, on=on)),
        falls_back=bool(setting(FALLS_BACK, on=on)),
        basic_at_home=bool(setting(BASIC_AT_HOME, on=on)),
        adult_age=setting(ADULT_AGE, on=on),
        premium_age=setting(PREMIUM_AGE, on=on),
    )


def _is_over(status: NationalStatus, on: date) -> bool:
    return status.tier == Tier.PREMIUM and status.renew_by is not None and status.renew_by < on


def national_facts(known: OnRecord, file_id: int, *, body: str, on: date) -> Known:
    """Return what the town knows of somebody for the national rules; what it cannot see is unknown.

    Registrations with other bodies are seen only where the national register itself has confirmed this one: it has
    counted them then. A premium status whose time is over is not known to go on.
    """
    root, file = known.root(file_id), known.files[file_id]
    proof, statuses = proof_on(known, file_id, on=on), known.national.get(root, [])
    active = [one for one in statuses if one.standing == Standing.ACTIVE and not _is_over(one, on)]
    own = next((one for one in active if one.body_code == body), None)
    place = file.place_code or (proof.place_code if proof else "")
    return Known(
        lives_in=place or None,
        born_on=file.birth_on,
        guardian_agreed=any(one.guardian_agreed_on for one in known.registrations.get(root, [])),
        proof=_proof(proof, known) if proof else None,
        deeds=[deed_of(one) for one in known.sign_ups.get(root, [])],
        visits_on=known.visits.get(root, []),
        held=[Held(one.body_code, one.tier == Tier.PREMIUM, one.is_automatic) for one in active],
        sees_all_held=own is not None and own.certainty == Certainty.CONFIRMED and own.tier == Tier.PREMIUM,
    )
