"""Prove an identity: at the counter, or with what デジタル認証アプリ has proved for a log-in. Never a number."""

import hashlib
import hmac
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from kayoi.engines.casefiles import services as casefiles
from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import family_ids
from kayoi.foundation.audit import services as audit
from kayoi.foundation.identity.models import IdentityProof as LoginProof
from kayoi.foundation.identity.states import ProofLevel as LoginLevel
from kayoi.kit.actor import Actor
from kayoi.kit.dates import local_date
from kayoi.kit.text import name_key
from kayoi.kit.verdict import Reason, Refused, verdict
from kayoi.programmes.furusato.models import IdentityProof
from kayoi.programmes.furusato.rules.identity import Shown, level_of, may_prove
from kayoi.programmes.furusato.states import ProofLevel, ProofMethod

OF_LOGIN = {LoginLevel.IAL3: ProofLevel.HIGH, LoginLevel.IAL2: ProofLevel.MIDDLE, LoginLevel.IAL1: ProofLevel.LOW}


class UnableToProve(Refused):
    """What was shown does not prove that this is the person."""


@transaction.atomic
def prove_at_counter(
    *, file: CaseFile, method: ProofMethod, shown: Shown, place_code: str, by: Actor, at: datetime
) -> IdentityProof:
    """Write down that staff have seen a card or papers (窓口で本人確認をする). Raises UnableToProve with the reasons.

    Kept are way, level, day, until when the certificate holds and the municipality; the name and birthday that were
    typed are compared and not kept, and nobody types a number.
    """
    assert by.membership_id is not None, "somebody has seen it"
    today = local_date(at)
    subject = _hash(file, f"{name_key(shown.name)}:{shown.birth_on.isoformat()}")
    answer = may_prove(
        shown, name=file.name, kana=file.kana, born_on=file.birth_on, used_by_another=_is_used(file, subject), on=today
    )
    if answer.refused:
        raise UnableToProve(answer)
    if file.birth_on is None:
        casefiles.change_case_file(
            file=file, changes={"birth_on": shown.birth_on}, version=file.version, by=by, at=at, why=method.label
        )
    return _keep(
        file, method, level_of(method), subject, proved_on=today, ends_on=shown.ends_on, place_code=place_code, by=by,
        at=at,
    )  # fmt: skip


@transaction.atomic
def take_proof_of_login(
    *, file: CaseFile, known: LoginProof | None, by: Actor, at: datetime
) -> IdentityProof:  # fmt: skip
    """Give a town what a log-in has proved with デジタル認証アプリ (本人確認を町に伝える): the person does it.

    `known` was read on the log-in side: towns cannot. Twice the same is one. Raises UnableToProve where there is none,
    or the same card has proved another file.
    """
    if known is None:
        raise UnableToProve(verdict([Reason("furusato.proof_missing")]))
    assert file.person_id == known.person_id, "a person proves who they are in their own file"
    subject, proved_on = _hash(file, f"{known.issuer}:{known.subject}"), local_date(known.proved_at)
    if _is_used(file, subject):
        raise UnableToProve(verdict([Reason("furusato.proof_of_another")]))
    mine = IdentityProof.objects.filter(
        case_file__in=family_ids(file), subject_hash=subject, proved_on=proved_on, lapsed_on=None
    ).first()
    return mine or _keep(
        file, ProofMethod.JPKI, OF_LOGIN[LoginLevel.of(known.level)], subject, proved_on=proved_on, ends_on=None,
        place_code=known.place_code, by=by, at=at,
    )  # fmt: skip


def _keep(
    file: CaseFile, method: ProofMethod, level: ProofLevel, subject: str, *, proved_on: date, ends_on: date | None,
    place_code: str, by: Actor, at: datetime,
) -> IdentityProof:  # fmt: skip
    proof: IdentityProof = IdentityProof.objects.create(
        case_file=file, method=method, level=level, proved_on=proved_on, certificate_until=ends_on,
        place_code=place_code, subject_hash=subject, proved_by_id=by.membership_id,
    )  # fmt: skip
    after = {"case_file": file, "method": method, "level": level, "proved_on": proved_on}
    audit.record("furusato.prove_identity", proof, by=by, at=at, after=after)
    return proof


def _is_used(file: CaseFile, subject: str) -> bool:
    """Tell whether the same card or paper has proved somebody else's file in this town."""
    others = IdentityProof.objects.filter(subject_hash=subject, lapsed_on=None)
    return bool(others.exclude(case_file__in=family_ids(file)).exists())


def _hash(file: CaseFile, said: str) -> str:
    """Return what tells one holder from another, that two towns cannot compare."""
    key = f"furusato.proof:{file.organization_id}:{settings.SECRET_KEY}".encode()
    return hmac.digest(key, said.encode(), hashlib.sha256).hex()
