"""Take procedures in from a file with the terms of their grants (手続きのファイルを読み込む)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.rules.packs import TERMS, procedures_in
from kayoi.engines.procedures.services import LoadedPack, LoadedProcedure
from kayoi.engines.procedures.states import Loading, ProcedureKind, ProcedureStatus
from kayoi.engines.rulesets.models import Ruleset
from kayoi.engines.rulesets.rules.reading_parts import Part
from kayoi.engines.rulesets.states import RulesetKind
from kayoi.kit.actor import Actor
from kayoi.programmes.schemes.models import GrantTerms
from kayoi.programmes.schemes.rules.packs import KEYS, REFUND, read_terms
from kayoi.programmes.schemes.selectors.grants.before import terms_of
from kayoi.programmes.schemes.services.grants import define_terms

WORDS = "交付の条件"


@transaction.atomic
def load_scheme_pack(
    *, data: Any, sample: bool, roles: Collection[str], taken: Collection[str], by: Actor, at: datetime
) -> LoadedPack:
    """Load a file with procedures, their rules and terms (読み込む). Raises as procedures.load_pack.

    The terms of a draft are those of the file; of what was published once they stay as they are.
    """
    loaded = procedures.load_pack(data=data, sample=sample, roles=roles, taken=taken, by=by, at=at)
    parts = zip(procedures_in(data), loaded.procedures, strict=True)
    return replace(loaded, procedures=tuple(_load(part, one, by=by, at=at) for part, one in parts))


def _load(part: Part, one: LoadedProcedure, *, by: Actor, at: datetime) -> LoadedProcedure:
    said = part.get(TERMS)
    if said is None:
        return one
    if one.procedure.kind != ProcedureKind.GRANT:
        raise said.fail("only a grant has terms")
    usual = GrantTerms()
    fields = {name: getattr(usual, name) for name in KEYS if name != REFUND} | read_terms(said)
    fields[REFUND] = _refund_rules(said)
    known = terms_of(one.procedure)
    unlike = [name for name in KEYS if getattr(known, name) != fields[name]]
    if not unlike:
        return one
    if one.procedure.status != ProcedureStatus.DRAFT:
        return replace(one, how=Loading.KEPT, unlike=(*one.unlike, WORDS))
    define_terms(procedure=one.procedure, fields=fields, version=known.version, by=by, at=at)
    return one if one.how is Loading.MADE else replace(one, how=Loading.CHANGED, unlike=(*one.unlike, WORDS))


def _refund_rules(said: Part) -> Ruleset | None:
    named = said.get(REFUND)
    if named is None:
        return None
    found: Ruleset | None = Ruleset.objects.filter(key=named.text(), kind=RulesetKind.REFUND).first()
    if found is None:
        raise named.fail(f"no ruleset '{named.value}' of a refund stands in this file or in the town")
    return found
