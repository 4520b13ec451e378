"""Take procedures in from a file, with the rulesets that they stand on (手続きのファイルを読み込む), as drafts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.rules.packs import procedures_in, read_procedure
from kayoi.engines.procedures.services.procedures import change_procedure, open_procedure
from kayoi.engines.procedures.states import Loading, ProcedureStatus
from kayoi.engines.rulesets import services as rulesets
from kayoi.engines.rulesets.models import Ruleset
from kayoi.engines.rulesets.rules.reading_parts import Part
from kayoi.engines.rulesets.selectors import living, rules_of
from kayoi.kit.actor import Actor


@dataclass(frozen=True)
class LoadedProcedure:
    """What came of a procedure of a file, and in what it was unlike the one of its key."""

    procedure: Procedure
    how: Loading
    unlike: tuple[str, ...] = ()


@dataclass(frozen=True)
class LoadedPack:
    """What came of a file."""

    rulesets: rulesets.Loaded
    procedures: tuple[LoadedProcedure, ...]


@transaction.atomic
def load_pack(
    *, data: Any, sample: bool, roles: Collection[str], taken: Collection[str], by: Actor, at: datetime
) -> LoadedPack:
    """Load a file with procedures and their rulesets (読み込む): all of it or nothing, and nothing of it is public.

    Drafts of the same key are written over, what was published once stays as it is. `roles` are who may decide at
    all, `taken` the keys that no procedure may have. Raises BadRuleset with one line for what cannot be read,
    UnableToEdit where a ruleset of the same key means something else.
    """
    parts = procedures_in(data)
    loaded = rulesets.load_pack(data=data, sample=sample, by=by, at=at)
    found = []
    for part in parts:
        ruleset = _ruleset(part)
        facts = rules_of(ruleset, living(ruleset)).facts if ruleset else ()
        fields = read_procedure(part, facts=facts, roles=roles, taken=taken) | {"ruleset": ruleset}
        found.append(_load(fields, sample=sample, by=by, at=at))
    return LoadedPack(loaded, tuple(found))


def _ruleset(part: Part) -> Ruleset | None:
    named = part.get("ruleset")
    if named is None:
        return None
    found: Ruleset | None = Ruleset.objects.filter(key=named.text()).first()
    if found is None:
        raise named.fail(f"no ruleset '{named.value}' stands in this file or in the town")
    return found


def _load(fields: dict[str, Any], *, sample: bool, by: Actor, at: datetime) -> LoadedProcedure:
    row: Procedure | None = Procedure.objects.select_for_update(of=["self"]).filter(key=fields["key"]).first()
    if row is None:
        made = open_procedure(fields=fields | {"is_sample": sample}, by=by, at=at)
        return LoadedProcedure(made, Loading.MADE)
    unlike = tuple(
        str(Procedure._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # plain fields have words
        for name, value in fields.items()
        if getattr(row, name) != value
    )
    if not unlike:
        return LoadedProcedure(row, Loading.SAME)
    if row.status != ProcedureStatus.DRAFT:
        return LoadedProcedure(row, Loading.KEPT, unlike)
    change_procedure(procedure=row, changes=fields | {"is_sample": sample}, version=row.version, by=by, at=at)
    return LoadedProcedure(row, Loading.CHANGED, unlike)
