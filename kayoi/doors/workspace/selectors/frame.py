"""What stands around every staff page: side menu, names, and what the reader may do."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kayoi.engines.casefiles.states import Permission as CaseFiles
from kayoi.engines.followups.states import Permission as FollowUps
from kayoi.engines.imports.states import Permission as Imports
from kayoi.engines.messages.states import Permission as Messages
from kayoi.engines.procedures.states import Permission as Procedures
from kayoi.engines.rulesets.states import Permission as Rulesets
from kayoi.foundation.audit.states import Permission as Audit
from kayoi.foundation.identity.marks import Request, mark_of
from kayoi.foundation.identity.states import Permission as Identity
from kayoi.kit.html import Link, LinkGroup
from kayoi.programmes.appointments.states import Permission as Appointments
from kayoi.programmes.consultations.states import Permission as Consultations
from kayoi.programmes.fairs.states import Permission as Fairs
from kayoi.programmes.family_plans.states import Permission as FamilyPlans
from kayoi.programmes.furusato.states import Permission as Furusato
from kayoi.programmes.homes.states import Permission as Homes
from kayoi.programmes.rounds.states import Permission as Rounds
from kayoi.programmes.schemes.states.permissions import Permission as Schemes
from kayoi.programmes.settling.states import Permission as Settling
from kayoi.programmes.stays.states import Permission as Stays
from kayoi.programmes.surveys.states import Permission as Surveys
from kayoi.programmes.tours.states import Permission as Tours
from kayoi.programmes.village_sheets.states import Permission as VillageSheets
from kayoi.strategy.indicators.states import Permission as Indicators

# Label, page, permission; the programme that must be switched on where there is one. A group stands open on its own
# pages, and on all pages of the room of its first entry.
MENU: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
    (
        "",
        (
            ("業務画面", "workspace:home", "workspace.enter", ""),
            ("対応ボード", "workspace:inbox", FollowUps.FOLLOWUP_EDIT, ""),
            ("個票をさがす", "workspace:case_files", CaseFiles.CASEFILE_READ, ""),
            ("Excelの取り込み", "imports:runs", Imports.IMPORT_RUN, ""),
            ("電話・来庁を記録", "consultations:take_call", Consultations.CALL_TAKE, "consultations"),
            ("わが家の計画", "family_plans:plans", FamilyPlans.PLAN_MAKE, "family_plans"),
            ("受信メール", "consultations:mails", Messages.MAIL_FILE, "consultations"),
            ("相談の予約", "appointments:week", Appointments.APPOINTMENT_MANAGE, "appointments"),
            ("現地案内", "appointments:days", Appointments.APPOINTMENT_MANAGE, "appointments"),
            ("声かけ", "rounds:rounds", Rounds.ROUND_SEND, "rounds"),
            ("異動の引継ぎ", "workspace:hand_overs", CaseFiles.CASEFILE_READ, ""),
        ),
    ),
    (
        "イベント・資料",
        (
            ("イベント", "fairs:fairs", Fairs.FAIR_MANAGE, "fairs"),
            ("資料請求", "fairs:requests", Fairs.FAIR_MANAGE, "fairs"),
            ("全国の窓口の報告", "fairs:referrals", Fairs.FAIR_MANAGE, "fairs"),
        ),
    ),
    (
        "空き家バンク",
        (
            ("空き家", "homes:register", Homes.HOME_READ, "homes"),
            ("空き家の情報", "homes:leads", Homes.HOME_READ, "homes"),
            ("所有者の意向調査", "homes:owner_surveys", Homes.HOME_READ, "homes"),
            ("空き家の必要数", "homes:estimate", Homes.HOME_READ, "homes"),
            ("空き家の詰まり", "homes:portfolio", Homes.HOME_READ, "homes"),
            ("相談先", "homes:solvers", Homes.HOME_READ, "homes"),
            ("取扱業者", "homes:brokers", Homes.HOME_READ, "homes"),
            ("空き家の件数", "homes:figures", Homes.HOME_READ, "homes"),
            ("登録申込み", "homes:applications", Procedures.APPLICATION_READ, "homes"),
            ("利用登録", "homes:seekers", Homes.HOME_READ, "homes"),
        ),
    ),
    (
        "お試し滞在",
        (
            ("滞在の申請", "stays:staff_stays", Stays.STAY_READ, "stays"),
            ("予約表", "stays:board", Stays.STAY_READ, "stays"),
            ("到着と出発", "stays:arrivals", Stays.STAY_READ, "stays"),
            ("清掃", "stays:cleaning", Stays.STAY_READ, "stays"),
            ("緊急の割当て", "stays:emergency", Stays.STAY_OVERRIDE, "stays"),
            ("滞在の利用実績", "stays:figures", Stays.STAY_READ, "stays"),
            ("滞在施設", "stays:staff_houses", Stays.STAY_READ, "stays"),
            ("宿泊者名簿", "stays:register", Stays.STAY_REGISTER, "stays"),
            ("長く住む住まい", "stays:homes", Stays.STAY_READ, "stays"),
            ("家賃の月締めと滞納", "stays:rent_month", Stays.STAY_READ, "stays"),
            ("借上げ", "stays:head_leases", Stays.STAY_READ, "stays"),
            ("事業に充てる家", "stays:programmes", Stays.STAY_READ, "stays"),
            ("席の会員", "stays:desks", Stays.STAY_READ, "stays"),
        ),
    ),
    (
        "ツアー・体験",
        (
            ("ツアー・体験", "tours:staff_tours", Tours.TOUR_READ, "tours"),
            ("ツアーの当日", "tours:days", Tours.TOUR_EDIT, "tours"),
            ("ツアーの報告", "tours:report", Tours.TOUR_READ, "tours"),
            ("採択団体の事例集", "tours:casebook", Tours.TOUR_READ, "tours"),
        ),
    ),
    (
        "ふるさと住民",
        (
            ("登録と申込み", "furusato:registrations", Furusato.FURUSATO_READ, "furusato"),
            ("登録の更新", "furusato:renewals", Furusato.FURUSATO_READ, "furusato"),
            ("町の登録簿", "furusato:staff_registers", Furusato.FURUSATO_READ, "furusato"),
            ("国の登録の写し", "furusato:national", Furusato.FURUSATO_NATIONAL, "furusato"),
            ("担い手活動", "furusato:staff_activities", Furusato.FURUSATO_READ, "furusato"),
            ("活動の報告", "furusato:activity_reports", Furusato.FURUSATO_READ, "furusato"),
            ("グループ", "furusato:staff_groups", Furusato.FURUSATO_READ, "furusato"),
            ("特典", "furusato:benefits", Furusato.FURUSATO_READ, "furusato"),
            ("ポイント", "furusato:points", Furusato.FURUSATO_READ, "furusato"),
            ("登録者証を確かめる", "furusato:desk", Furusato.FURUSATO_CHECK, "furusato"),
        ),
    ),
    (
        "申請",
        (
            ("申請", "schemes:applications", Procedures.APPLICATION_READ, "schemes"),
            ("補助金の交付", "schemes:grants", Procedures.APPLICATION_READ, "schemes"),
            ("交付後の義務", "schemes:obligations", Procedures.APPLICATION_READ, "schemes"),
            ("返還", "schemes:recoveries", Procedures.APPLICATION_READ, "schemes"),
            ("照会", "schemes:enquiries", Procedures.APPLICATION_EDIT, "schemes"),
            ("手続き", "schemes:procedures", Procedures.PROCEDURE_EDIT, "schemes"),
            ("過去の申請で試す", "schemes:trials", Rulesets.RULESET_EDIT, "schemes"),
            ("予算", "schemes:budget", Schemes.BUDGET_READ, "schemes"),
            ("支払い", "schemes:payments", Schemes.PAYMENT_MAKE, "schemes"),
            ("監査の綴り", "schemes:binders", Schemes.BINDER_MAKE, "schemes"),
        ),
    ),
    (
        "移住・定着",
        (
            ("移住・定着の記録", "settling:moves", Settling.MOVE_RECORD, "settling"),
            ("住民記録との照合", "settling:lists", Settling.MOVE_RECORD, "settling"),
        ),
    ),
    (
        "アンケート",
        (
            ("アンケート", "surveys:surveys", Surveys.SURVEY_READ, "surveys"),
            ("前と後の比較", "surveys:compare", Surveys.SURVEY_READ, "surveys"),
        ),
    ),
    (
        "集計",
        (
            ("集計", "indicators:figures", Indicators.FIGURES_READ, ""),
            ("総務省の相談調査", "indicators:survey", Indicators.FIGURES_READ, ""),
            ("クロス集計", "indicators:cross", Indicators.FIGURES_READ, ""),
            ("関わりの段階", "indicators:ties", Indicators.FIGURES_READ, ""),
            ("公表値", "indicators:official", Indicators.FIGURES_READ, ""),
            ("答弁シート", "indicators:answers", Indicators.FIGURES_READ, ""),
            ("移住者数", "settling:figures", Settling.MOVE_RECORD, "settling"),
            ("定着率", "settling:staying", Settling.MOVE_RECORD, "settling"),
            ("市町村の集計", "indicators:roll_up", Indicators.FIGURES_ROLLUP, ""),
        ),
    ),
    (
        "町の設定",
        (
            ("要件・制度", "rulesets:rulesets", Rulesets.RULESET_READ, ""),
            ("相談窓口の公開", "consultations:desk", Consultations.DESK_PUBLISH, "consultations"),
            ("暮らしのシート", "village_sheets:districts", VillageSheets.SHEET_WRITE, "village_sheets"),
            ("計画の期限の表", "family_plans:tasks", FamilyPlans.TASK_EDIT, "family_plans"),
            ("届いていないメール", "workspace:troubled", Messages.MESSAGE_SEND, ""),
            ("町の紹介と連絡先", "workspace:profile", Identity.ORGANIZATION_EDIT, ""),
            ("学校の暦", "workspace:school_terms", Identity.ORGANIZATION_EDIT, ""),
            ("設定", "workspace:settings", Identity.ORGANIZATION_EDIT, ""),
            ("メールの文面", "workspace:texts", Messages.TEMPLATE_EDIT, ""),
            ("職員", "workspace:members", Identity.MEMBER_MANAGE, ""),
            ("ほかの団体への共有", "workspace:sharings", Identity.SHARING_GIVE, ""),
            ("操作の記録", "workspace:audit", Audit.AUDIT_READ, ""),
        ),
    ),
    ("運営", (("団体", "workspace:organizations", Identity.ORGANIZATION_OPEN, ""),)),
)

# From a page about something to the page of a programme that goes on from it: words, page, what its address calls the
# thing, permission, programme. The thing is that of the page, or what its list is narrowed to under the same name.
ONWARD = {
    "rulesets:version": (("過去の申請で試す", "schemes:new_trial", "version", Rulesets.RULESET_EDIT, "schemes"),),
    "furusato:staff_register": (
        ("この登録の人たちに知らせる", "rounds:new_round", "register", Rounds.ROUND_SEND, "rounds"),
    ),
    "furusato:registrations": (
        ("この登録の人たちに知らせる", "rounds:new_round", "register", Rounds.ROUND_SEND, "rounds"),
    ),
}


def is_staff_page(request: HttpRequest) -> bool:
    """Tell whether the page that is shown is marked for staff, and the mark has let somebody in."""
    mark = mark_of(request)
    return mark is not None and mark.kind == "staff" and hasattr(request, "actor")


def _room(page: str) -> str:
    return page.partition(":")[0]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the staff layout; nothing on other pages (context processor)."""
    if not is_staff_page(request):
        return {}
    assert isinstance(request, HttpRequest)
    staff: Request = request  # type: ignore[assignment]  # the mark has made it one
    town, actor = staff.organization, staff.actor
    match = request.resolver_match
    here = match.view_name if match else ""
    groups = []
    for label, entries in MENU:
        links = [
            Link(words, reverse(page, kwargs={"organization": town.slug}), current=page == here)
            for words, page, permission, programme in entries
            if actor.may(permission) and (not programme or programme in town.programmes)
        ]
        if links:
            at_home = _room(here) == _room(entries[0][1])
            groups.append(LinkGroup(label, links, open=at_home or any(link.current for link in links)))
    return {
        "site_name": f"{town.name} 業務画面",
        "home_href": reverse("workspace:home", kwargs={"organization": town.slug}),
        "side_menu": groups,
        "onward": [
            Link(words, f"{reverse(page, kwargs={'organization': town.slug})}?{name}={thing}")
            for words, page, name, permission, programme in ONWARD.get(here, ())
            if match and actor.may(permission) and programme in town.programmes
            if (thing := match.kwargs.get("pk") or request.GET.get(name, "")) and str(thing).isdecimal()
        ],
        "may": {permission.replace(".", "_"): True for permission in actor.permissions},
        "accent_href": reverse("portal:accent", kwargs={"organization": town.slug}),
        "account_links": [
            Link(actor.name),
            Link("町のページ", reverse("portal:town", kwargs={"organization": town.slug})),
            Link("マイページ", reverse("portal:my_page")),
            Link("ログアウト", reverse("account_logout"), post=True),
        ],
    }
