"""Procedures and applications for tests."""

from datetime import date, datetime, timedelta
from typing import Any

from kayoi.engines.casefiles.models import CaseFile
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures import services
from kayoi.engines.procedures.models import Application, Procedure
from kayoi.engines.procedures.selectors.applications import papers_of
from kayoi.engines.procedures.selectors.procedures import form_of, papers_of_form
from kayoi.engines.procedures.services import Decided, Started
from kayoi.engines.procedures.states import PaperKind, ProcedureWords
from kayoi.engines.rulesets.models import Ruleset, Version
from kayoi.engines.rulesets.rules.freezing import fingerprint
from kayoi.engines.rulesets.selectors import as_file
from kayoi.kit.actor import VISITOR, Actor, system
from kayoi.kit.dates import local_date

PROCEDURE = ProcedureWords("test.apply", "2026-11", "試験の申請", "Test application")
PAPERS = (PaperKind("mandate", "委任状"), PaperKind("plan", "図面", is_needed=False))


def make_draft(*, at: datetime, by: Actor = VISITOR, **fields: Any) -> Started:
    """Begin an application as a visitor does."""
    return services.start_application(procedure=PROCEDURE, channel=Channel.PORTAL, by=by, at=at, **fields)


def make_sent(file: CaseFile, *, at: datetime, papers: tuple[PaperKind, ...] = PAPERS) -> Started:
    """Begin an application and hand it in."""
    started = make_draft(at=at)
    services.submit_application(application=started.application, case_file=file, papers=papers, by=VISITOR, at=at)
    return started


# A grant for those under 40 who stay: half of the cost, at most 750,000 yen; what a good reason is nobody wrote down.
BODY = {
    "anchor": "move.moved_in_on",
    "counting": "civil_code",
    "source": "架空市定住補助金交付要綱 第3条",
    "condition": {
        "all": [
            {"age": "applicant.born_on", "on": {"fact": "application.on"}, "less_than": 40, "source": "第3条第1号"},
            {"not": {"fact": "applicant.tax_unpaid", "is": True}, "source": "第3条第2号"},
            {"fact": "move.intends_5_years", "is": True, "source": "第3条第3号"},
            {
                "any": [
                    {"fact": "house.in_bank", "is": True},
                    {"unknown": "市長が特に必要と認める事情がある", "source": "第3条第4号"},
                ]
            },
        ]
    },
    "amount": [{"start": {"fact": "house.cost_yen"}}, {"times": "1/2"}, {"cap": 750000}, {"round": "down", "to": 1000}],
}
DOCUMENTS = [
    {"code": "residence", "label": "住民票の写し", "valid_months": 3, "proves": ["applicant.born_on"]},
    {"code": "estimate", "label": "見積書の写し", "least_pages": 2, "proves": ["house.cost_yen"], "is_needed": False},
]
OWN_QUESTION = {"key": "own.why", "type": "text", "label": {"ja": "伊那を選んだ理由", "en": "Why Ina"}}
GREEN = {
    "applicant.born_on": "1990-05-01", "applicant.tax_unpaid": False, "move.intends_5_years": True,
    "move.moved_in_on": "2026-10-01", "house.in_bank": True, "house.cost_yen": 1_300_001,
}  # fmt: skip
YOU: dict[str, Any] = {
    "who": "self",
    "name": "蔵持 実",
    "birth_on": "1990-05-01",
    "phone": "090-0000-7701",
    "email": "m@example.jp",
}


def make_ruleset(*, key: str = "settling-grant", body: dict[str, Any] = BODY) -> Ruleset:
    """Make a ruleset with one adopted version."""
    ruleset = Ruleset.objects.create(key=key, kind="grant", title={"ja": "定住補助金", "en": "Settling grant"})
    adopt(ruleset, "2026", date(2026, 4, 1), body)
    return ruleset


def adopt(ruleset: Ruleset, key: str, starts_on: date, body: dict[str, Any]) -> None:
    """Add a version that is in force from a day on."""
    version = Version(
        ruleset=ruleset, key=key, starts_on=starts_on, body=body, status="adopted",
        ordinance="架空市定住補助金交付要綱", ordinance_number="告示第1号", adopted_on=starts_on - timedelta(days=10),
    )  # fmt: skip
    version.fingerprint = fingerprint(as_file(ruleset, [version]))
    version.save()


def make_procedure(*, at: datetime, with_rules: bool = True, **fields: Any) -> Procedure:
    """Define a procedure and publish it."""
    fields = {
        "key": "settling", "kind": "grant", "title": "定住補助金", "title_en": "Settling grant",
        "documents": DOCUMENTS, "questions": [OWN_QUESTION], "limits": {"officer": 500_000, "section_head": None},
    } | fields  # fmt: skip
    if with_rules and "ruleset" not in fields:
        fields["ruleset"] = make_ruleset(key=fields["key"])
    by = system("tests")
    procedure = services.open_procedure(fields=fields, by=by, at=at)
    services.publish_procedure(procedure=procedure, by=by, at=at)
    return procedure


# 係長 up to 300,000 yen, 課長 up to 1,000,000, 部長 above.
STEPS = ["section_head", "division_head", "department_head"]
LIMITS = {"section_head": 300_000, "division_head": 1_000_000, "department_head": None}


def make_begun(procedure: Procedure, *, at: datetime, facts: dict[str, Any] | None = None, **you: Any) -> Started:
    """Begin an application in a procedure of the town and answer its questions."""
    form = form_of(procedure)
    assert form is not None
    return services.start_application(
        procedure=procedure.words, form=form, channel=Channel.PORTAL, by=VISITOR, at=at,
        answers={"you": YOU | you, "facts": GREEN if facts is None else facts, "unknown": []},
    )  # fmt: skip


def make_handed_in(
    procedure: Procedure, file: CaseFile, *, at: datetime, facts: dict[str, Any] | None = None, papers: bool = True,
    **you: Any,
) -> Application:  # fmt: skip
    """Hand an application in, by default with its papers looked at and accepted."""
    application = make_begun(procedure, at=at, facts=facts, **you).application
    assert application.form is not None
    kinds = papers_of_form(application.form, by_proxy=False)
    services.submit_application(application=application, case_file=file, papers=kinds, by=VISITOR, at=at)
    for paper in papers_of(application) if papers else []:
        services.receive_paper(
            paper=paper, issued_on=local_date(at), received_on=local_date(at), by=system("tests"), at=at
        )
        services.accept_paper(paper=paper, by=system("tests"), at=at)
    return application


def decide(*, application: Application, by: Actor, at: datetime) -> Decided:
    """Sign what waits for its last step only."""
    done = services.sign(application=application, by=by, at=at)
    assert isinstance(done, Decided)
    return done
