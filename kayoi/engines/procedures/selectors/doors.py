"""Other doors for somebody who was refused: what else of the town their answers do not rule out."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from kayoi.engines.procedures.models import Application, Procedure
from kayoi.engines.procedures.rules.evaluating import evaluate
from kayoi.engines.procedures.rules.questions import typed
from kayoi.engines.procedures.selectors.procedures import availability_of, shown_procedures
from kayoi.engines.procedures.states import Availability
from kayoi.engines.rulesets.models import Version
from kayoi.engines.rulesets.selectors import adopted, rules_of
from kayoi.engines.rulesets.states.vocabulary import VOCABULARY
from kayoi.kit.verdict import Outcome

MOST = 3


@dataclass(frozen=True)
class Door:
    """Another procedure that is open; `is_met` where the answers meet its rule, else more has to be asked."""

    procedure: Procedure
    is_met: bool

    @property
    def sentence(self) -> str:
        """What a letter says of it."""
        words = "要件を満たす見込みです。" if self.is_met else "あといくつかを伺うと、要件を満たすか分かります。"
        return f"「{self.procedure.title}」は、{words}"


def other_doors(application: Application, *, on: date) -> list[Door]:
    """Return up to three other procedures of the same kind that are open and fit, or may fit; what is met first."""
    assert application.form is not None
    mine = application.form.procedure
    rows = [
        row
        for row in shown_procedures().filter(kind=mine.kind).exclude(pk=mine.pk)
        if availability_of(row, on=on) is Availability.OPEN
    ]
    versions = defaultdict[int, list[Version]](list)
    for version in adopted().filter(ruleset__in=[row.ruleset_id for row in rows]):
        versions[version.ruleset_id].append(version)
    found = [(row, _outcome(application, row, versions.get(row.ruleset_id or 0, []), on)) for row in rows]
    doors = [Door(row, outcome is Outcome.MET) for row, outcome in found if outcome is not Outcome.NOT_MET]
    return sorted(doors, key=lambda door: not door.is_met)[:MOST]


def sentences_of(doors: list[Door]) -> list[str]:
    """Return what the letter of a refusal says of other doors: other procedures, advice, other towns."""
    return [
        *(door.sentence for door in doors),
        "ほかに使える制度や進め方は、下の問い合わせ先で一緒に考えます。",
        "住む所がまだ決まっていないときは、ほかの市町村の支援も、窓口で一緒に調べられます。",
    ]


def _outcome(application: Application, procedure: Procedure, versions: list[Version], on: date) -> Outcome:
    if procedure.ruleset is None or not versions:
        return Outcome.UNKNOWN
    rules = rules_of(procedure.ruleset, versions)
    # Words of a ruleset's own may mean something else in another one.
    said = {key: value for key, value in application.answers.get("facts", {}).items() if key in VOCABULARY}
    return evaluate(rules, typed(said, rules.facts), on=on, judged={}).outcome
