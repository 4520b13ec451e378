"""A procedure with the terms of its grant, its rules and those of its refund as one file."""

from typing import Any

from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.rules.packs import TERMS
from kayoi.engines.procedures.selectors.packs import pack_of
from kayoi.engines.rulesets.selectors import as_file, living
from kayoi.programmes.schemes.models import GrantTerms
from kayoi.programmes.schemes.rules.packs import KEYS, PERCENTS, REFUND


def scheme_pack_of(procedure: Procedure) -> dict[str, Any]:
    """Return a procedure as one file (手続きの書き出し), with the terms where staff have said any."""
    pack, terms = pack_of(procedure), GrantTerms.objects.filter(procedure=procedure).first()
    if terms is None:
        return pack
    said, rules = terms_said(terms), terms.refund_rules
    if rules is not None:
        said[REFUND] = rules.key
        if rules.key not in {one["key"] for one in pack["rulesets"]}:
            pack["rulesets"].append(as_file(rules, living(rules)))
    if said:
        pack["procedures"][0][TERMS] = said
    return pack


def terms_said(terms: GrantTerms) -> dict[str, Any]:
    """Return what terms say otherwise than those of a scheme of which nobody has said anything; not the refund."""
    usual = GrantTerms()
    said = {
        name: getattr(terms, name) for name in KEYS if name != REFUND and getattr(terms, name) != getattr(usual, name)
    }
    return said | {name: str(said[name]) for name in PERCENTS if name in said}
