"""A grant of the demonstration that Ina has opened without code, with applications in every state."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from kayoi.doors.demo.selectors.staff import actor_of
from kayoi.doors.demo.services import grants
from kayoi.doors.demo.states import CLEARING_RULES, SCHEME_RULES
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.procedures import services as procedures
from kayoi.engines.procedures.models import Application, Procedure
from kayoi.engines.procedures.selectors.evaluating import evaluated
from kayoi.engines.procedures.states import ApplicationStatus
from kayoi.engines.rulesets import services as rulesets
from kayoi.engines.rulesets.models import Ruleset, Version
from kayoi.foundation.identity.models import Membership
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import VISITOR, Actor
from kayoi.kit.dates import fiscal_year, fiscal_year_start, local_date
from kayoi.kit.verdict import Outcome
from kayoi.programmes.schemes import services
from kayoi.programmes.schemes.models import BudgetLine
from kayoi.programmes.schemes.services import budget, enquiries
from kayoi.programmes.schemes.services.grants import define_terms, note_consultation
from kayoi.programmes.schemes.services.packs import load_scheme_pack
from kayoi.programmes.schemes.states.enquiries import ENQUIRIES, EnquiryKind

LINK = "https://kayoi.example/ina/apply/a/{token}/"
DOCUMENTS = [
    {"code": "d1", "label": "住民票の写し", "is_needed": True, "valid_months": 3, "least_pages": 1,
     "proves": ["applicant.born_on", "household.members", "move.moved_in_on"]},
    {"code": "d2", "label": "契約書の写し", "is_needed": True, "valid_months": None, "least_pages": 2,
     "proves": ["house.cost_yen"]},
    {"code": "d3", "label": "納税証明書", "is_needed": False, "valid_months": 3, "least_pages": 1,
     "proves": ["applicant.tax_unpaid"]},
]  # fmt: skip
CHILDREN = [{"relation": "child", "born_on": "2019-06-01"}, {"relation": "child", "born_on": "2022-02-11"}]
MET: dict[str, Any] = {
    "applicant.tax_unpaid": False, "move.intends_5_years": True, "move.joins_association": True,
    "house.in_bank": True, "house.cost_yen": 6_400_000, "household.members": CHILDREN,
}  # fmt: skip
ORDINANCE = "伊那市わかもの定住補助金交付要綱(架空)"
# The question of the procedure's own, and what people answer.
DISTRICT = "own.q1"
DISTRICTS = ("東原地区(架空)", "駅北地区(架空)", "入沢地区(架空)")
REFUND_RULES = "ijushienkin-refund-undeclared"
# 係長, then 課長 above 200,000 yen, then 部長 above 500,000.
STEPS = ["section_head", "division_head", "department_head"]
LIMITS = {"section_head": 200_000, "division_head": 500_000, "department_head": None}
# Each of so many has called before applying (事前相談).
CALLED_BEFORE = 3
# Days of birth are written for this year: in a later one people are as old as they were in it.
WRITTEN_IN = 2026
# Who, what is otherwise than in a case that is met, and how far the application has come.
PEOPLE: tuple[tuple[str, str, str, dict[str, Any], str], ...] = (
    # These two claim; what is found before they are paid: payment_checks.py.
    ("尾根 しずく(架空)", "おね しずく", "1990-10-10", {}, "fixed"),
    ("沢辺 まこと(架空)", "さわべ まこと", "1991-05-23", {}, "fixed"),
    ("畑中 灯(架空)", "はたなか あかり", "1991-04-08", {}, "approved"),
    ("炭谷 凪(架空)", "すみたに なぎ", "1994-11-30", {"household.members": []}, "proposed"),
    ("稲架 実(架空)", "はさ みのる", "1992-08-08", {}, "reported"),
    ("鳥越 ゆい(架空)", "とりごえ ゆい", "1993-03-09", {}, "fixed"),
    ("水口 蒼(架空)", "みなくち あおい", "1990-10-17", {}, "claimed"),
    ("井桁 渚(架空)", "いげた なぎさ", "1995-05-25", {"household.members": CHILDREN[:1]}, "due"),
    ("雪形 朔(架空)", "ゆきがた さく", "1988-12-01", {}, "paid"),
    ("沢登 ひなた(架空)", "さわのぼり ひなた", "1995-06-12", {"house.cost_yen": 2_000_000}, "approved"),
    ("峠 渉(架空)", "とうげ わたる", "1983-10-03", {}, "refused"),
    ("麦田 岳(架空)", "むぎた がく", "1989-02-14", {"house.cost_yen": 900_000}, "passed"),
    ("木漏 律(架空)", "こもれ りつ", "1996-01-05", {"applicant.tax_unpaid": True}, "refused"),
    ("縁側 進(架空)", "えんがわ すすむ", "1987-09-19", {}, "submitted"),
    ("縁側 進(架空・二度目)", "えんがわ すすむ", "1987-09-19", {}, "returned"),
    ("土手 芽(架空)", "どて めい", "1998-12-02", {}, "withdrawn"),
    ("小径 ことり(架空)", "こみち ことり", "1990-07-21", {"house.in_bank": False}, "papers"),
)
# Who was paid in the two years before: which year, and on which of its days they applied.
BEFORE: tuple[tuple[str, str, str, dict[str, Any], int, int], ...] = (
    ("石垣 丈(架空)", "いしがき じょう", "1989-06-11", {}, 2, 60),
    ("早苗 ひより(架空)", "さなえ ひより", "1992-01-28", {"household.members": CHILDREN[:1]}, 2, 130),
    ("暮田 まこと(架空)", "くれた まこと", "1990-09-02", {}, 2, 220),
    ("竹村 いずみ(架空)", "たけむら いずみ", "1993-12-19", {}, 1, 45),
    ("垣内 諒(架空)", "かきうち りょう", "1994-02-07", {"household.members": []}, 1, 110),
    ("峠 さくら(架空)", "とうげ さくら", "1991-03-30", {}, 1, 190),
    ("小椋 航平(架空)", "おぐら こうへい", "1988-07-04", {}, 1, 250),
)


def fill(*, town: Organization, staff: Sequence[Membership], by: Actor, at: datetime) -> None:
    """Open a grant in Ina, and let people apply for it."""
    if town.slug != "ina":
        return
    officer = actor_of(next(one for one in staff if one.role == "officer"))
    heads = [actor_of(Membership.objects.filter(role=role)[0]) for role in STEPS]
    today = local_date(at)
    procedure = _procedure(officer, heads[0], at=_on(fiscal_year_start(fiscal_year(today) - 3), at))
    for line in BudgetLine.objects.filter(label=procedure.title):
        budget.change_line(line=line, changes={"procedure": procedure}, version=line.version, by=heads[0], at=at)
    _other_procedure(officer, heads[0], at=at - timedelta(days=200))
    _load_packs(officer, at=at - timedelta(days=30))
    staff_of_it = (officer, *heads)
    for number, (name, kana, born_on, other, ago, day) in enumerate(BEFORE, start=len(PEOPLE)):
        applied_on = fiscal_year_start(fiscal_year(today) - ago) + timedelta(days=day)
        who = (name, kana, _born(born_on, today), other, "paid")
        _apply(town, procedure, number, who, staff_of_it, at=_on(applied_on, at))
    for number, (name, kana, born_on, other, state) in enumerate(PEOPLE):
        who = (name, kana, _born(born_on, today), other, state)
        _apply(town, procedure, number, who, staff_of_it, at=at - timedelta(days=35 - 2 * number))
    _ask(procedure, by=officer, at=at)


def _born(born_on: str, today: date) -> str:
    """Return the day of birth of who is today as old as somebody born on that day was when this was written."""
    return f"{int(born_on[:4]) + today.year - WRITTEN_IN}{born_on[4:]}"


def _on(day: date, at: datetime) -> datetime:
    """Return a day, at the time of day at which the demonstration is loaded."""
    return at - (local_date(at) - day)


def _procedure(officer: Actor, head: Actor, *, at: datetime) -> Procedure:
    ruleset = _ruleset(SCHEME_RULES, ORDINANCE, officer, head, at=at)
    fields = {
        "key": "wakamono-settling", "kind": "grant", "title": "わかもの定住補助金(架空)",
        "title_en": "Grant for young people who settle (invented)", "ruleset": ruleset,
        "summary": "40歳未満で伊那市に移り、空き家バンクの家などを買う・直す人への補助金です(デモ用の架空の制度)。",
        "summary_en": "For people under 40 who move to Ina and buy or renovate a house (invented).",
        "closes_before": date(local_date(at).year + 4, 4, 1), "days_needed": 30, "documents": DOCUMENTS,
        "questions": [{"key": DISTRICT, "type": "text", "label": {"ja": "住む地区", "en": "District"}}],
        "conditions": "交付決定の日から5年以上、伊那市に住み続けること。\n住所や計画が変わるときは、先に届け出ること。",
        "steps": STEPS, "limits": LIMITS,
    }  # fmt: skip
    procedure = procedures.open_procedure(fields=fields, by=officer, at=at)
    procedures.publish_procedure(procedure=procedure, by=head, at=at)
    terms = {
        "once": ["household"], "cost": "住宅取得費", "obliged_years": 5, "report_papers": ["領収書の写し"],
        "refund_rules": Ruleset.objects.filter(key=REFUND_RULES).first(), "surcharge_percent": "10.95",
        "surcharge_source": "伊那市補助金等交付規則(架空)第19条第1項",
    }  # fmt: skip
    define_terms(procedure=procedure, fields=terms, version=1, by=officer, at=at)
    return procedure


def _other_procedure(officer: Actor, head: Actor, *, at: datetime) -> None:
    """Open another grant, which asks for no age."""
    fields = {
        "key": "clearing", "kind": "grant", "title": "空き家片づけ補助金(架空)",
        "title_en": "Grant for clearing a vacant house (invented)",
        "ruleset": _ruleset(CLEARING_RULES, "伊那市空き家片づけ補助金交付要綱(架空)", officer, head, at=at),
        "summary": "空き家バンクの家を片づける費用の半分を、10万円まで補助します(デモ用の架空の制度)。",
        "summary_en": "Half of the cost of clearing a house of the vacant-house bank, up to 100,000 yen (invented).",
    }  # fmt: skip
    procedure = procedures.open_procedure(fields=fields, by=officer, at=at)
    procedures.publish_procedure(procedure=procedure, by=head, at=at)


def _ruleset(data: dict[str, Any], ordinance: str, officer: Actor, head: Actor, *, at: datetime) -> Ruleset:
    """Load rules, and adopt them from the day on; their cases are of that day."""
    starts_on, rules = local_date(at), data["versions"][0]
    day = starts_on.isoformat()
    cases = [one | {"on": day, "facts": one["facts"] | {"move.moved_in_on": day}} for one in rules["cases"]]
    file = data | {"versions": [rules | {"from": day, "cases": cases}]}
    (ruleset,) = rulesets.load_pack(data=file, sample=False, by=officer, at=at).rulesets
    version = Version.objects.get(ruleset=ruleset)
    rulesets.propose_version(version=version, by=officer, at=at)
    adopted = rulesets.Ordinance(ordinance, "告示第999号", starts_on - timedelta(days=12))
    rulesets.adopt_version(version=version, ordinance=adopted, by=head, at=at)
    return ruleset


def _load_packs(officer: Actor, *, at: datetime) -> None:
    """Load the packs that come with the platform as samples: drafts that nobody sees outside."""
    for path in sorted((settings.ROOT / "data" / "packs").glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        load_scheme_pack(data=data, sample=True, roles=settings.KAYOI_STAFF_ROLES, taken=(), by=officer, at=at)


def _apply(
    town: Organization, procedure: Procedure, number: int, who: tuple[str, str, str, dict[str, Any], str],
    staff: Sequence[Actor], *, at: datetime,
) -> None:  # fmt: skip
    name, kana, born_on, other, state = who
    you = {
        "who": "self", "name": name, "kana": kana, "birth_on": born_on, "email": f"grant{number}@demo.example",
        "phone": "090-0000-8806" if kana == "えんがわ すすむ" else f"090-0000-88{number + 10}",
        "address": f"長野県伊那市架空{number + 1}",
    }  # fmt: skip
    moved_in_on = local_date(at) - timedelta(days=70)
    facts = MET | {
        "applicant.born_on": born_on, "move.moved_in_on": moved_in_on.isoformat(),
        DISTRICT: DISTRICTS[number % len(DISTRICTS)],
    } | other  # fmt: skip
    started = services.begin(procedure=procedure, channel=Channel.PORTAL, you=you, by=VISITOR, at=at)
    application = started.application
    procedures.answer(application=application, given=facts, unknown=set(), version=1, by=VISITOR, at=at)
    services.send(organization=town, application=application, sender=procedures.Sender(), link=LINK, by=VISITOR, at=at)
    if number % CALLED_BEFORE == 0:
        assert application.case_file is not None
        note_consultation(
            procedure=procedure, case_file=application.case_file, consulted_on=local_date(at) - timedelta(days=12),
            channel=Channel.TELEPHONE, text="契約の前でも申請できるかと聞かれた。決定のあとに始めるよう伝えた(架空)。",
            by=staff[0], at=at,
        )  # fmt: skip
    _go_on(town, application, state, staff, at=at + timedelta(hours=20))


def _go_on(town: Organization, application: Application, state: str, staff: Sequence[Actor], *, at: datetime) -> None:
    officer, *heads = staff
    if state == "withdrawn":
        services.withdraw_application(
            organization=town, application=application, why="勤め先が変わったため", link=LINK, by=VISITOR, at=at
        )
    elif state == "returned":
        what = services.Return(
            ["前の申請と同じ内容です。どちらを残すか教えてください。"], local_date(at) + timedelta(14)
        )
        services.return_application(organization=town, application=application, what=what, link=LINK, by=officer, at=at)
    elif state != "submitted":
        _look_at_papers(application, by=officer, at=at)
        if state != "papers":
            _decide(town, application, state, officer, heads, at=at)


def _look_at_papers(application: Application, *, by: Actor, at: datetime) -> None:
    for paper in application.papers.select_related("application__proxy").order_by("pk"):
        today = local_date(at)
        procedures.send_paper(paper=paper, uploads=[], issued_on=today, received_on=today, by=by, at=at)
        procedures.accept_with_mandate(paper=paper, valid_until=None, by=by, at=at)


def _decide(
    town: Organization, application: Application, state: str, officer: Actor, heads: Sequence[Actor], *, at: datetime
) -> None:
    found = evaluated(application, today=local_date(at))
    is_met = found.outcome is Outcome.MET
    against = [] if is_met else [one.text for one in found.findings() if one.stands_against]
    services.propose_application(
        application=application, outcome=ApplicationStatus.APPROVED if is_met else ApplicationStatus.REFUSED,
        amount_yen=None, reasons=[f"次の要件を満たしません: {text}" for text in against], remark="", by=officer, at=at,
    )  # fmt: skip
    route = len(application.proposal["route"]) if application.proposal else 0
    for day, head in enumerate(heads[: {"proposed": 0, "passed": 1}.get(state, route)], start=1):
        services.sign_application(
            organization=town, application=application, link=LINK, by=head, at=at + timedelta(days=day)
        )
    if state in grants.LATER:
        grants.go_on(
            town=town,
            application=application,
            state=state,
            head=heads[0],
            by=officer,
            at=at + timedelta(days=route + 1),
        )


def _ask(procedure: Procedure, *, by: Actor, at: datetime) -> None:
    """Ask the tax office about those who have applied."""
    question = enquiries.Question(
        EnquiryKind.TAX, "税務課(架空)", ENQUIRIES[EnquiryKind.TAX].ground, ENQUIRIES[EnquiryKind.TAX].question,
        local_date(at) + timedelta(days=14),
    )  # fmt: skip
    enquiries.make_enquiry(procedure=procedure, question=question, by=by, at=at)
