"""A stay as whoever asked for it, and the rules, read it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.selectors import family_ids
from kayoi.engines.procedures.models import Application
from kayoi.engines.procedures.rules.questions import typed
from kayoi.engines.procedures.selectors.procedures import rules_in_force
from kayoi.programmes.stays.models import Companion, Stay
from kayoi.programmes.stays.rules.asking import told_facts
from kayoi.programmes.stays.rules.possible import Possible, possible
from kayoi.programmes.stays.rules.prices import Price
from kayoi.programmes.stays.rules.spans import Stay as Days
from kayoi.programmes.stays.selectors.offers import deposit_of, price_of
from kayoi.programmes.stays.states import STAYED


def stay_of(application: Application) -> Stay | None:
    """Return the stay that an application asks for."""
    rows = Stay.objects.select_related("room__house__procedure", "room__unit", "booking", "application__form")
    return rows.filter(application=application).first()


def locked(stay: Stay) -> Stay:
    """Return a stay read anew and locked: who comes second sees what the first has done."""
    rows = Stay.objects.select_related("room__house", "room__unit", "booking__unit", "application__form__procedure")
    found: Stay = rows.select_for_update(of=("self",)).get(pk=stay.pk)
    return found


def companions_of(stay: Stay) -> list[Companion]:
    """Return who comes along, in the order in which they were written."""
    return list(stay.companions.order_by("pk"))


def earlier_stays(stay: Stay, file: CaseFile | None) -> list[tuple[date, date]]:
    """Return first and last days of other stays of a person in houses of the same procedure."""
    if file is None:
        return []
    rows = Stay.objects.filter(
        case_file__in=family_ids(file), status__in=STAYED, room__house__procedure=stay.room.house.procedure
    )
    return list(rows.exclude(pk=stay.pk).order_by("arrives_on").values_list("arrives_on", "leaves_on"))


def facts_told(
    stay: Stay, *, you: Mapping[str, Any], answered: Mapping[str, Any], file: CaseFile | None
) -> dict[str, Any]:
    """Return the facts that follow from a stay, its party and the town's records, as an application keeps them."""
    born = you.get("principal_birth_on") or you.get("birth_on")
    companions = [one.birth_on for one in companions_of(stay)]
    return told_facts(
        Days(stay.arrives_on, stay.leaves_on),
        persons=stay.persons,
        born_on=date.fromisoformat(born) if born else None,
        companions_born=companions + [None] * (stay.persons - 1 - len(companions)),
        earlier=earlier_stays(stay, file),
        answered=answered,
    )


def stored_facts(stay: Stay) -> dict[str, Any]:
    """Return the facts that an application keeps, with the days and the party as they are now."""
    answers = stay.application.answers if stay.application else {"you": {}, "facts": {}}
    told = facts_told(stay, you=answers.get("you", {}), answered=answers.get("facts", {}), file=stay.case_file)
    return {**answers.get("facts", {}), **told}


def ruled_until(stay: Stay, until: date, *, on: date) -> Possible | None:
    """Return what the requirement says of a stay that would last until another day; None where there is none."""
    procedure = stay.room.house.procedure
    rules = rules_in_force(procedure) if procedure else None
    if rules is None:
        return None
    return possible(rules, typed(stored_facts(stay), rules.facts), stay=Days(stay.arrives_on, until), on=on)


def price_now(stay: Stay, *, facts: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Return the fields of a stay that keep its price, line by line with the versions it rests on."""
    facts = {**facts, "charge.relief": stay.relief}
    price = price_of(stay.room.house, Days(stay.arrives_on, stay.leaves_on), facts, on=on)
    return {"price": price_as_data(price) if price else None, "price_yen": price.total_yen if price else None}


def deposit_now(stay: Stay, *, on: date) -> int | None:
    """Return what is deposited for a stay as it stands; None while the rule cannot tell."""
    facts = {**stored_facts(stay), "charge.relief": stay.relief, "charge.price_yen": stay.price_yen}
    return deposit_of(stay.room.house, Days(stay.arrives_on, stay.leaves_on), facts, on=on)


def price_as_data(price: Price) -> dict[str, Any]:
    """Return a price as it is frozen with a stay."""
    return {
        "versions": list(price.versions),
        "total_yen": price.total_yen,
        "lines": [
            {
                "what": {"ja": line.what.ja, "en": line.what.en}, "how": {"ja": line.how.ja, "en": line.how.en},
                "yen": line.yen, "from_on": line.from_on.isoformat(), "source": line.source,
            }
            for line in price.lines
        ],
    }  # fmt: skip
