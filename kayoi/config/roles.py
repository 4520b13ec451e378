"""Roles (役割) composed of the permissions that the apps declare. Roles are code: reviewed, tested, documented."""

from dataclasses import dataclass

from kayoi.doors.workspace.states import Permission as Workspace
from kayoi.engines.casefiles.states import Permission as CaseFiles
from kayoi.engines.followups.states import Permission as FollowUps
from kayoi.engines.imports.states import Permission as Imports
from kayoi.engines.messages.states import Permission as Messages
from kayoi.engines.procedures.states import Permission as Procedures
from kayoi.engines.rulesets.states import Permission as Rulesets
from kayoi.foundation.audit.states import Permission as Audit
from kayoi.foundation.identity.states import Permission as Identity
from kayoi.kit.states import PermissionSet
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


@dataclass(frozen=True)
class Role:
    """A role: what it is called, for whom it is, what it may do."""

    key: str
    label: str
    about: str
    permissions: frozenset[PermissionSet]


CONTRACTOR = frozenset(
    {
        Workspace.WORKSPACE_ENTER,
        CaseFiles.CASEFILE_READ,
        CaseFiles.CASEFILE_EDIT,
        FollowUps.FOLLOWUP_EDIT,
        Messages.MESSAGE_SEND,
        Messages.MAIL_FILE,
        Consultations.QUESTION_ANSWER,
        Consultations.CALL_TAKE,
        Appointments.APPOINTMENT_MANAGE,
        Fairs.FAIR_MANAGE,
        FamilyPlans.PLAN_MAKE,
        Procedures.APPLICATION_READ,
        Procedures.APPLICATION_EDIT,
        Rulesets.RULESET_READ,
        Homes.HOME_READ,
        Homes.HOME_EDIT,
        Stays.STAY_READ,
        Stays.STAY_EDIT,
        Furusato.FURUSATO_READ,
        Furusato.FURUSATO_EDIT,
        Furusato.FURUSATO_CHECK,
        Tours.TOUR_READ,
        Tours.TOUR_EDIT,
        Surveys.SURVEY_READ,
        Surveys.SURVEY_TYPE,
    }
)
OFFICER = CONTRACTOR | {
    CaseFiles.CASEFILE_MERGE,
    CaseFiles.SENSITIVE_READ,
    FollowUps.FOLLOWUP_ASSIGN,
    Consultations.DESK_PUBLISH,
    Imports.IMPORT_RUN,
    Settling.MOVE_RECORD,
    FamilyPlans.TASK_EDIT,
    VillageSheets.SHEET_WRITE,
    Rounds.ROUND_SEND,
    Procedures.APPLICATION_DECIDE,
    Procedures.PROCEDURE_EDIT,
    Rulesets.RULESET_EDIT,
    Schemes.BUDGET_READ,
    Schemes.PAYEE_EDIT,
    Schemes.PAYEE_CONFIRM,
    Homes.HOME_DECIDE,
    Stays.STAY_DECIDE,
    Stays.STAY_HOUSE,
    Stays.STAY_REGISTER,
    Furusato.FURUSATO_DECIDE,
    Furusato.FURUSATO_MANAGE,
    Furusato.FURUSATO_NATIONAL,
    Tours.TOUR_MAKE,
    Tours.TOUR_DECIDE,
    Surveys.SURVEY_EDIT,
    Surveys.SURVEY_SHEETS,
    Indicators.FIGURES_READ,
    Indicators.FIGURES_EDIT,
}
HEAD = OFFICER | {
    CaseFiles.PROTECTION_MANAGE,
    VillageSheets.SHEET_APPROVE,
    Procedures.PROCEDURE_PUBLISH,
    Rulesets.RULESET_PUBLISH,
    Schemes.BUDGET_EDIT,
    Schemes.PAYEE_READ,
    Schemes.PAYMENT_MAKE,
    Schemes.BINDER_MAKE,
    Stays.STAY_OVERRIDE,
    Surveys.SURVEY_PUBLISH,
    Workspace.HAND_OVER,
    Messages.TEMPLATE_EDIT,
    Identity.ORGANIZATION_EDIT,
    Identity.MEMBER_MANAGE,
    Identity.SHARING_GIVE,
    Audit.AUDIT_READ,
}
# Who approves and decides, and does not run the desk; what waits for them is a follow-up.
DEPARTMENT_HEAD = frozenset(
    {
        Workspace.WORKSPACE_ENTER,
        CaseFiles.CASEFILE_READ,
        FollowUps.FOLLOWUP_EDIT,
        Procedures.APPLICATION_READ,
        Procedures.APPLICATION_DECIDE,
        Rulesets.RULESET_READ,
        Homes.HOME_READ,
        Stays.STAY_READ,
        Stays.STAY_DECIDE,
        Furusato.FURUSATO_READ,
        Tours.TOUR_READ,
        Surveys.SURVEY_READ,
        Indicators.FIGURES_READ,
    }
)

ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        Role("contractor", "委託先の相談員", "相談に答える。集計・配慮の必要なメモは見ない。", CONTRACTOR),
        Role("officer", "担当職員", "相談の全体と集計。", OFFICER),
        Role("section_head", "係長", "担当職員に加え、設定・職員・共有・支援措置・操作の記録。", HEAD),
        Role("division_head", "課長", "係長と同じことができる。申請の回議では、係長の次に承認・決裁する。", HEAD),
        Role("department_head", "部長", "申請を承認・決裁し、集計を見る。窓口の仕事はしない。", DEPARTMENT_HEAD),
        Role(
            "prefecture_officer",
            "都道府県の担当職員",
            "県の相談と、共有された市町村の集計(個人の情報は含まない)。",
            OFFICER | {Indicators.FIGURES_ROLLUP},
        ),
        Role(
            "operator",
            "運営者",
            "団体を登録し、最初の職員を招く。町の個人の情報は見ない。",
            frozenset(
                {Workspace.WORKSPACE_ENTER, Identity.ORGANIZATION_OPEN, Identity.MEMBER_MANAGE, Audit.AUDIT_READ}
            ),
        ),
    )
}

# Members of partners of a town: they see what the town has given them, and nothing of the town's workspace.
PARTNER_ROLES: dict[str, Role] = {
    "broker": Role(
        "broker",
        "宅建業者",
        "任された空き家だけを見る。現地調査・見学・成約を報告する。",
        frozenset({Homes.HOME_BROKE}),
    ),
    "sublessor": Role(
        "sublessor",
        "住まいを転貸する団体",
        "自分の名で貸している住まいだけを見る。家賃の受取り・点検・入居の推薦を記録する。",
        frozenset({Stays.STAY_SUBLET}),
    ),
    "counter": Role(
        "counter",
        "特典の窓口",
        "登録者証を確かめ、自分の窓口の特典の利用を記録する。だれの登録者証かは見ない。",
        frozenset({Furusato.FURUSATO_CHECK}),
    ),
}
