"""What decides whether a tour takes an application, and what its conditions say of a party."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from kayoi.engines.procedures.rules.evaluating import evaluate
from kayoi.engines.procedures.rules.questions import facts_of, generated, typed
from kayoi.engines.rulesets.rules.printing import reasons
from kayoi.engines.rulesets.rules.versions import Ruleset as Rules
from kayoi.engines.rulesets.selectors import adopted, rules_of
from kayoi.engines.rulesets.states import Fact
from kayoi.kit.verdict import Outcome, Reason, Verdict, verdict
from kayoi.programmes.tours.models import Party, Tour
from kayoi.programmes.tours.rules.applying import Doorway, may_apply
from kayoi.programmes.tours.selectors.giving import is_final, open_dates
from kayoi.programmes.tours.states import TourStatus


def may_ask(tour: Tour, *, by_staff: bool, at: datetime) -> Verdict:
    """Answer whether an application for a tour is taken now, with all reasons."""
    if tour.status == TourStatus.PUBLISHED and tour.selection is None:
        return verdict([Reason("tours.no_terms")])
    doorway = Doorway(
        tour.status == TourStatus.PUBLISHED, tour.apply_from, tour.apply_until, is_final(tour), len(open_dates(tour))
    )
    return may_apply(doorway, by_staff=by_staff, at=at)


def rules_in_force(tour: Tour) -> Rules | None:
    """Return the conditions of a tour as the town has adopted them; None where it has none."""
    versions = list(adopted().filter(ruleset=tour.rule)) if tour.rule else []
    return rules_of(tour.rule, versions) if tour.rule and versions else None


def questions_of(rules: Rules | None) -> dict[str, Fact]:
    """Return what the conditions ask of whoever applies."""
    return facts_of(generated(rules, ())) if rules else {}


def judged(rules: Rules | None, facts: Mapping[str, Any], *, on: date) -> dict[str, Any] | None:
    """Return what the conditions say of a party, as it is kept with the application; None where there are none."""
    if rules is None:
        return None
    known = typed(facts, questions_of(rules))
    answer = evaluate(rules, known, on=on, judged={})
    return {"version": answer.version.key if answer.version else "", "outcome": answer.outcome.value,
            "reasons": [dict(one) for one in reasons(answer, known)]}  # fmt: skip


def against(found: Mapping[str, Any] | None) -> Verdict:
    """Return what stands against a party for certain; what is not known yet is looked at by people."""
    if found is None or found["outcome"] != Outcome.NOT_MET:
        return verdict([])
    texts = [one["text"] for one in found["reasons"] if one["decides"]]
    return verdict(Reason("tours.not_eligible", {"condition": text}) for text in texts or ["―"])


def sent_with(once: Any) -> Party | None:
    """Return the application that came with the same press of the button."""
    found: Party | None = Party.objects.select_related("tour", "case_file", "date").filter(once=once).first()
    return found
