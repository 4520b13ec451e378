"""Other doors of a refused application: what is open and fits, what may fit, never what is ruled out or closed."""

from datetime import datetime

from kayoi.engines.casefiles.tests.factories import make_file
from kayoi.engines.procedures import services
from kayoi.engines.procedures.models import Letter, Procedure
from kayoi.engines.procedures.selectors.doors import other_doors
from kayoi.engines.procedures.selectors.letters import letter_pdf
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.procedures.tests.factories import BODY, GREEN, decide, make_handed_in, make_procedure, make_ruleset
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import local_date
from tests.cast import Member

BANK = {"fact": "house.in_bank", "is": True}
FIFTY = {"age": "applicant.born_on", "on": {"fact": "application.on"}, "less_than": 50}
NOT_ASKED = {"fact": "move.joins_association", "is": True}


def open_other(key: str, condition: dict[str, object], *, at: datetime) -> Procedure:
    ruleset = make_ruleset(key=key, body=BODY | {"anchor": "application.on", "condition": {"all": [condition]}})
    return make_procedure(at=at, key=key, title=key, ruleset=ruleset)


def test_what_is_met_comes_first_and_what_is_ruled_out_or_closed_does_not_come(
    in_ina: Organization, officer: Member, head: Member, at: datetime
) -> None:
    application = make_handed_in(
        make_procedure(at=at), make_file(), at=at, facts=GREEN | {"applicant.born_on": "1980-05-01"}
    )
    open_other("unknown", NOT_ASKED, at=at)
    open_other("fits", FIFTY, at=at)
    open_other("ruled-out", {"not": BANK}, at=at)
    closed = open_other("closed", BANK, at=at)
    services.pause_procedure(procedure=closed, why="予算の上限", by=system("tests"), at=at)
    found = other_doors(application, on=local_date(at))
    assert [(one.procedure.key, one.is_met) for one in found] == [("fits", True), ("unknown", False)]
    services.propose(
        application=application, outcome=ApplicationStatus.REFUSED, reasons=["40歳以上です。", "-"], by=officer.actor,
        at=at,
    )  # fmt: skip
    decide(application=application, by=head.actor, at=at)
    letter = Letter.objects.get()
    fits, unknown, advice, elsewhere = letter.values["doors"]
    assert fits == "「fits」は、要件を満たす見込みです。"
    assert unknown == "「unknown」は、あといくつかを伺うと、要件を満たすか分かります。"
    assert "問い合わせ先" in advice
    assert "ほかの市町村" in elsewhere
    assert letter_pdf(letter).startswith(b"%PDF")
