"""One application as staff see it: condition by condition with its evidence, papers, similar ones, what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kayoi.engines.casefiles.models import Body
from kayoi.engines.casefiles.selectors import about_body, body_of
from kayoi.engines.procedures.models import Application, Decision, Judgement, Letter, Paper
from kayoi.engines.procedures.rules.deciding import DraftLine, draft_text
from kayoi.engines.procedures.rules.evaluating import Finding
from kayoi.engines.procedures.selectors.applications import beneficiary, is_protected, papers_of, proxy_holds
from kayoi.engines.procedures.selectors.evaluating import Evaluated, evaluated
from kayoi.engines.procedures.selectors.procedures import papers_of_form, questions_of, versions_of
from kayoi.engines.procedures.selectors.routes import Seal, may_act_for, seals_of, seals_of_each
from kayoi.engines.procedures.selectors.similar import Similar, similar_to
from kayoi.engines.procedures.selectors.steps import steps_of
from kayoi.engines.procedures.selectors.words import answered, in_words
from kayoi.engines.procedures.states import OPEN, ApplicationStatus
from kayoi.foundation.identity.selectors import role_label
from kayoi.kit.dates import wareki
from kayoi.kit.html import Detail, Entry
from kayoi.kit.text import search_key
from kayoi.kit.verdict import Verdict


@dataclass(frozen=True)
class Shown:
    """A condition with its answer, the facts in words, the papers that prove them, what somebody has found."""

    finding: Finding
    facts: Sequence[Detail]
    papers: Sequence[Paper]
    judgement: Judgement | None


@dataclass(frozen=True)
class Unlike:
    """What an application says of its body otherwise than the town's record."""

    label: str
    known: str
    said: str


@dataclass(frozen=True)
class ApplicationPage:
    """An application with all that its page shows."""

    application: Application
    found: Evaluated
    conditions: Sequence[Shown]
    answers: Sequence[Detail]
    papers: Sequence[Paper]
    letters: Sequence[Letter]
    similar: Sequence[Similar]
    steps: Sequence[Entry]
    # In whose name it was made, where that is a body.
    body: Body | None
    body_lines: Sequence[Detail]
    unlike_body: Sequence[Unlike]
    payee_file: int
    proxy: Verdict | None
    decision: Decision | None
    protected: bool
    seals: Sequence[Seal]
    is_mine: bool
    may_act: bool

    @property
    def waits_for(self) -> str:
        """The role whose stamp it waits for, in words; empty where anybody who may decides."""
        return role_label(self.application.waits_for)

    @property
    def is_last_step(self) -> bool:
        """Whether the next stamp decides."""
        return sum(not seal.name for seal in self.seals) <= 1

    @property
    def is_open(self) -> bool:
        """Whether it is still waiting for somebody."""
        return self.application.status in OPEN


def application_page(application: Application, *, on: date, role: str) -> ApplicationPage:
    """Return the page of an application for a member with a role."""
    found, papers = evaluated(application, today=on), papers_of(application)
    letters = list(Letter.objects.filter(application=application).order_by("-made_at", "-pk"))
    body = body_of(beneficiary(application))
    decisions = Decision.objects.filter(application=application).select_related("examined_by", "decided_by")
    return ApplicationPage(
        application=application,
        found=found,
        conditions=_conditions(found, papers),
        answers=answered(application),
        papers=papers,
        letters=letters,
        similar=similar_to(application),
        steps=steps_of(application, papers, letters),
        body=body,
        body_lines=about_body(body) if body else [],
        unlike_body=_unlike(body, application.answers["you"]) if body else [],
        payee_file=beneficiary(application).pk,
        proxy=proxy_holds(application.proxy, on=on) if application.proxy and not body else None,
        decision=decisions.first(),
        protected=is_protected(application, on=on),
        seals=seals_of(application),
        is_mine=application.waits_for in ("", role),
        may_act=may_act_for(application, role=role),
    )


def _unlike(body: Body, you: Mapping[str, Any]) -> list[Unlike]:
    """Return what an application says otherwise of its body; a number or a reading that is left out says nothing."""
    file = body.case_file
    known = {
        "body_name": ("団体名", file.name), "body_kana": ("団体名のふりがな", file.kana),
        "corporate_number": ("法人番号", body.corporate_number),
        "representative_title": ("代表者の役職", body.representative_title),
        "representative_name": ("代表者の氏名", body.representative_name),
        "body_postal_code": ("郵便番号", file.postal_code), "body_address": ("所在地", file.address),
    }  # fmt: skip
    return [
        Unlike(label, value, said)
        for name, (label, value) in known.items()
        if (said := you.get(name, "")) and search_key(said) != search_key(value)
    ]


def _conditions(found: Evaluated, papers: Sequence[Paper]) -> list[Shown]:
    form = found.application.form
    assert form is not None
    facts = questions_of(form)
    known = found.application.answers.get("facts", {})
    proofs = {kind.code: set(kind.proves) for kind in papers_of_form(form, by_proxy=False)}
    key = found.answer.version.key if found.answer and found.answer.version else ""
    rows = Judgement.objects.filter(application=found.application, version__key=key).select_related("judged_by")
    judged = {row.number: row for row in rows}
    return [
        Shown(
            finding=one,
            facts=[
                Detail(facts[key].label.ja, in_words(facts[key], known.get(key))) for key in one.facts if key in facts
            ],
            papers=[paper for paper in papers if proofs.get(paper.code, set()) & one.facts.keys()],
            judgement=judged.get(one.number),
        )
        for one in found.findings()
    ]


def draft_of(applications: Sequence[Application], *, on: date, office: str) -> str:
    """Return the draft that goes round for decisions on applications in one procedure (伺い文)."""
    assert applications[0].form is not None
    procedure = applications[0].form.procedure
    ordinances = {f"{one.ordinance}({one.ordinance_number})" for one in versions_of(procedure)}
    rows, seals = [(row, row.proposal or {}) for row in applications], seals_of_each(applications)
    return draft_text(
        title=procedure.title,
        ordinances=sorted(ordinances),
        lines=[
            DraftLine(
                row.receipt,
                row.case_file.shown_name if row.case_file else "",
                ApplicationStatus.of(proposal["outcome"]),
                proposal["amount_yen"],
                proposal["reasons"],
                [_in_words(seal) for seal in seals[row.pk]],
            )
            for row, proposal in rows
        ],
        day=wareki(on),
        office=office,
    )


def _in_words(seal: Seal) -> str:
    if seal.on is None:
        return f"{seal.title} (未)"
    deputy = f"・{seal.deputy}の代決({seal.why})" if seal.deputy else ""
    return f"{seal.title} {seal.name}({wareki(seal.on)}{deputy})"
