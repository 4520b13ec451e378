"""Answers of an application as the services take them."""

from collections.abc import Mapping
from typing import Any

from kayoi.engines.casefiles.services import FileFields
from kayoi.kit.sentences import sentences
from kayoi.kit.verdict import Outcome
from kayoi.programmes.homes.forms.applying import REFUSALS, SituationForm, StepForm
from kayoi.programmes.homes.rules.applying import holders_typed, may_offer
from kayoi.programmes.homes.services import Offered
from kayoi.programmes.homes.states import HomeConsentPurpose
from kayoi.programmes.homes.states.applying import Holding, Said, Who


def offered_of(forms: Mapping[str, StepForm], *, language: str = "ja") -> Offered:
    """Return what was answered, from steps that are all valid."""
    values: dict[str, Any] = {}
    for form in forms.values():
        values |= form.cleaned_data
    who = Who.of(values["who"])
    return Offered(
        who=who,
        applicant=_person(values, "", language),
        owner=_person(values, "owner_", language) if who is Who.KIN else FileFields(),
        relation=values.get("relation", ""),
        home={
            "kind": values["kind"],
            "quarter": values["quarter"],
            "address": values["home_address"],
            "lot_number": values["lot_number"],
            "offer": values["offer"],
            "price_yen": values["price_yen"],
            "rent_yen": values["rent_yen"],
            "vacant_since": values["vacant_since"],
            "owners_reason": values["owners_reason"],
        },
        consents=frozenset(purpose for purpose in HomeConsentPurpose if values[f"consent_{purpose}"]),
        holding=Holding.of(values["holding"]),
        others=holders_typed(values["others"]),
        deceased=values["deceased"],
        is_dealers_stock=Said.of(values["is_dealers_stock"]),
        was_built_to_sell=Said.of(values["was_built_to_sell"]),
        has_brokerage=Said.of(values["has_brokerage"]),
    )


def refusals_in(form: StepForm) -> list[str]:
    """Return why a house cannot be offered, as far as this step tells."""
    if not isinstance(form, SituationForm):
        return []
    names = "is_dealers_stock", "was_built_to_sell", "has_brokerage"
    answer = may_offer(**{name: Said.of(form.cleaned_data[name]) for name in names})
    return sentences(answer, REFUSALS) if answer.outcome is Outcome.NOT_MET else []


def _person(values: Mapping[str, Any], prefix: str, language: str) -> FileFields:
    return {
        "name": values[f"{prefix}name"],
        "kana": values[f"{prefix}kana"],
        "phone": values[f"{prefix}phone"],
        "email": values.get(f"{prefix}email", ""),
        "postal_code": values[f"{prefix}postal_code"],
        "address": values[f"{prefix}address"],
        "language": language,
    }
