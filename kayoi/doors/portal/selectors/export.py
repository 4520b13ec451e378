"""Everything that is held about a person, as data: log-in, profile, household, and what towns let the person read.

One list in one file. A guard holds that every model that reaches a person stands in EXPORTED or in NOT_EXPORTED.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import models

from kayoi.engines.casefiles.models import (
    Attachment,
    Body,
    CaseFile,
    ConnectLink,
    Consent,
    Distinct,
    Engagement,
    Merge,
    Note,
    Protection,
    Wish,
)
from kayoi.engines.followups.models import FollowUp, HandedOver, HandOver, Pause
from kayoi.engines.imports.models import Row
from kayoi.engines.messages.models import MailEnclosure, MailSource, Message, ReceivedMail
from kayoi.engines.messages.states import Delivery
from kayoi.engines.procedures.models import (
    Application,
    ApplicationLink,
    Decision,
    Document,
    Judgement,
    Letter,
    Page,
    Paper,
    Proxy,
    Stamp,
)
from kayoi.engines.questionnaires.models import AnswerSheet
from kayoi.engines.rulesets.models import Version as RulesetVersion
from kayoi.foundation.identity.models import Household, HouseholdMember, IdentityProof, Membership, Person, User
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import TenantModel
from kayoi.kit.dates import local_date
from kayoi.programmes.appointments.models import (
    Booking,
    BookingLink,
    Counsellor,
    GuidedDay,
    HoursException,
    Stop,
    WeeklyHours,
)
from kayoi.programmes.consultations.models import Answer, Question
from kayoi.programmes.fairs.models import BrochureRequest, Referral, Visit
from kayoi.programmes.family_plans.models import Change as PlanChange
from kayoi.programmes.family_plans.models import Mark as PlanMark
from kayoi.programmes.family_plans.models import Plan
from kayoi.programmes.furusato import models as furusato
from kayoi.programmes.furusato.selectors.points import purse_of
from kayoi.programmes.homes.models import (
    Assignment,
    Blocker,
    Check,
    Contract,
    Home,
    HomeConsent,
    HomeEvent,
    Inquiry,
    KeyLoan,
    Lead,
    Listing,
    Party,
    Picture,
    PriceChange,
    RegisterRow,
    SavedSearch,
    Seeker,
    SeekerLink,
    SentHome,
    Survey,
    SurveyLetter,
    Viewing,
    WishesLink,
)
from kayoi.programmes.rounds.models import Asking
from kayoi.programmes.schemes.models import (
    BatchRow,
    Breach,
    Claim,
    ClaimMonth,
    Departure,
    DepartureList,
    EarlyStart,
    Enquiry,
    EnquiryRow,
    Entitlement,
    FieldNote,
    Grant,
    GrantChange,
    GrantYear,
    Hearing,
    Instalment,
    LinkedHouse,
    Obligation,
    PayeeAccount,
    Payment,
    PaymentFinding,
    PriorConsultation,
    Proof,
    Recovery,
    Repayment,
    Report,
    Reversal,
    Trial,
)
from kayoi.programmes.settling.models import CheckIn, MatchRow, Move, MoveMember
from kayoi.programmes.stays import models as stays
from kayoi.programmes.tours import models as tours
from kayoi.programmes.village_sheets.models import Item, Sheet

# What the operator holds (log-in side).
OF_LOG_IN: Final[tuple[type[models.Model], ...]] = (
    User, EmailAddress, Authenticator, UserSession, Person, Household, HouseholdMember, IdentityProof,
)  # fmt: skip
# What towns hold and the person may read (person scope).
OF_TOWNS: Final[tuple[type[TenantModel], ...]] = (
    CaseFile, Wish, Consent, Engagement, Attachment, Question, Answer, Message, Visit,
    BrochureRequest, Referral, Booking, Asking, Plan, PlanMark, PlanChange, Move, MoveMember, CheckIn,
    Application, Paper, Document, Page, Judgement, Stamp, Decision, Proxy, Letter,
    Party, HomeConsent, Lead, Seeker, Inquiry, Viewing, SavedSearch,
    Grant, GrantYear, Report, Claim, ClaimMonth, GrantChange, EarlyStart, LinkedHouse, FieldNote, EnquiryRow,
    Entitlement, PayeeAccount, Payment, Obligation, Proof, Breach, Recovery, Hearing, Instalment, Repayment, Reversal,
    PriorConsultation,
    stays.Stay, stays.Companion, stays.Charge, stays.Guest, stays.IntentRecord, stays.Lease, stays.Tenancy,
    stays.RentCharge, stays.RentPayment, stays.Waiting, stays.HeadLease, stays.DeskMember, stays.DeskPause,
    stays.DeskUse, stays.DeskFee, stays.DeskPayment,
    stays.Inspection, stays.InspectionPicture, stays.TenancyPaper, stays.Guarantee, stays.DamageClaim, stays.SubletRent,
    stays.SubletReceipt, stays.Proposal, stays.SubletInspection, stays.ContestEntry, AnswerSheet,
    tours.Party, tours.Companion, tours.Attendance,
    tours.NextStep, tours.Outcome, tours.Passing, furusato.Registration, furusato.Renewal, furusato.IdentityProof,
    furusato.NationalStatus, furusato.SignUp, furusato.Evidence, furusato.BenefitUse,
    furusato.PointsEarned, furusato.GroupMember, furusato.GroupPost, furusato.GroupReport,
)  # fmt: skip
EXPORTED: Final[tuple[type[models.Model], ...]] = OF_LOG_IN + OF_TOWNS
NOT_EXPORTED: Final[dict[type[models.Model], str]] = {
    EmailConfirmation: "Secrets of links that have been mailed; the address itself is exported.",
    RulesetVersion: "Who proposed and adopted a rule is a record of the town about its staff.",
    Membership: "A member's role is a record of the organization about its staff, not about a person who asks.",
    Note: "Notes of staff are disclosed by the town on request (開示請求), after it has looked at them.",
    Protection: "That somebody is under protection measures is never shown on a screen that others may look at.",
    PaymentFinding: "What the town has looked at before it paid; the payment itself is exported.",
    FollowUp: "What staff have still to do is the town's own plan.",
    Pause: "When staff will look again is the town's own plan.",
    HandOver: "Who took over the desk of whom is the town's own order.",
    HandedOver: "Which member of staff looks after a file is the town's own order.",
    Merge: "How the town keeps its files in order; the rows of merged files are exported.",
    Body: "That a file is about a body; who represents it is disclosed to that person by the town on request.",
    Distinct: "That two files are about two persons says something about the other person.",
    Row: "Which row of a workbook a file came from; what it said stands in the file and its notes.",
    RegisterRow: "Which row of a register of houses a file came from; what it said stands in the file and its notes.",
    MatchRow: "Rows of a list of the register wait some days to be matched and are deleted then.",
    **dict.fromkeys((Sheet, Item), "What a town publishes about a district."),
    ReceivedMail: "A mail may be from somebody else about the person (a spouse, an employer): disclosed on request.",
    MailSource: "The bytes of such a mail.",
    MailEnclosure: "What came with such a mail.",
    GuidedDay: "The town's plan for a day; the family gets it as a paper or a mail, and all of it on request.",
    **dict.fromkeys(
        (Home, HomeEvent, Picture, PriceChange, Survey, Check, Assignment),
        "A record about a house, which may be about several people: disclosed on request.",
    ),
    **dict.fromkeys((Listing, SentHome), "What of a house has been published; it names nobody."),
    SurveyLetter: "A letter to an owner by name, before anybody has answered; the lead that came of it is exported.",
    Blocker: "What keeps a house back, and who is asked to help: a record about a house, disclosed on request.",
    DepartureList: "What list of the register came in, and which member of staff took it in.",
    Departure: "Rows of a list of the register; what came of one is a breach, which is exported.",
    Trial: "What a rule would have made of many decisions, by receipt and without names; the decisions are exported.",
    Enquiry: "A list about many people; what came back about a person is exported.",
    **dict.fromkeys(
        (furusato.RegistrationLink, furusato.SignUpLink, stays.DeskLink, SeekerLink, ApplicationLink, BookingLink),
        "Hashes of secret links; what they lead to is exported.",
    ),
    ConnectLink: "Hashes of one-time links.",
    furusato.RegistryFile: "Which files went to and fro is a record of the town about its staff.",
    furusato.RegistryRow: "Rows of a file of the national register; what came of one is a status, which is exported.",
    BatchRow: "What the finance system was told of a payment, sealed; account and payment are exported.",
    KeyLoan: "Who has the key of a house is about brokers and staff.",
    WishesLink: "Hashes of secret links to wishes that bear no name.",
    Contract: "A report about a house; the inquiry that became a contract is exported.",
    Stop: "Names and contacts of hosts are about other people.",
    **dict.fromkeys((Counsellor, WeeklyHours, HoursException), "When the town can be booked: about its staff."),
}
# Columns that are no information: secrets, keys for searching, the words of another room.
LEFT_OUT: Final = frozenset(
    {
        "password",
        "data",
        "session_key",
        "search",
        "name_key",
        "kana_key",
        "phone_key",
        "email_key",
        "client_key",
        "line",
        "token_hash",
        "number_sealed",
        "safe_because",
    }
)


def export_of(person: Person, user: User, *, at: datetime) -> dict[str, Any]:
    """Return everything about a person as plain data (書き出し). Opens the person's scope."""
    return {
        "made_at": at.isoformat(),
        "about": "Kayoi: 本人の情報の書き出し。職員のメモなどは含みません。町に開示請求ができます。",
        "login": _of_log_in(person, user),
        "towns": _of_towns(person, on=local_date(at)),
    }


def _of_log_in(person: Person, user: User) -> dict[str, Any]:
    household = person.household
    members = HouseholdMember.objects.filter(household=household) if household else HouseholdMember.objects.none()
    return {
        "user": _row(user),
        "email_addresses": _rows(EmailAddress.objects.filter(user=user)),
        "authenticators": _rows(Authenticator.objects.filter(user=user)),
        "sessions": _rows(UserSession.objects.filter(user=user)),
        "person": _row(person),
        "household": _row(household) if household else None,
        "household_members": _rows(members),
        "identity_proofs": _rows(IdentityProof.objects.filter(person=person)),
    }


def _of_towns(person: Person, *, on: date) -> list[dict[str, Any]]:
    with scope.of_person(person.pk):
        files = list(CaseFile.objects.without_search().select_related("organization").order_by("organization_id", "pk"))
        rows = {model: list(model._default_manager.order_by("pk")) for model in OF_TOWNS if model is not CaseFile}
        # A mail that is held would tell of the protection.
        rows[Message] = list(Message.objects.exclude(status=Delivery.HELD).order_by("pk"))
    organizations = {file.organization_id: file.organization for file in files}
    return [
        {
            "organization": organization.name,
            "case_files": _rows(file for file in files if file.organization_id == pk),
            "points": [_points(one, on=on) for one in files if (one.organization_id, one.merged_into_id) == (pk, None)],
            **{
                f"{model._meta.model_name}s": _rows(row for row in found if row.organization_id == pk)
                for model, found in rows.items()
            },
        }
        for pk, organization in organizations.items()
    ]


def _points(file: CaseFile, *, on: date) -> dict[str, Any]:
    with scope.of_organization(file.organization_id):  # a town's ledger has no rows of a person's own
        purse = purse_of(file, on=on)
    return {
        "usable": purse.usable,
        "lots": [{"left": lot.left, "last_day": lot.last_day.isoformat()} for lot in purse.lots],
        "entries": [
            {"on": one.on.isoformat(), "kind": one.kind, "amount": one.amount, "balance": one.balance}
            for one in purse.entries
        ],
    }


def _rows(rows: Iterable[models.Model]) -> list[dict[str, Any]]:
    return [_row(row) for row in rows]


def _row(row: models.Model) -> dict[str, Any]:
    """Return the columns of a row; what is said by a code is said in words beside it."""
    deferred = row.get_deferred_fields()
    values: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.attname in deferred or field.name in LEFT_OUT:
            continue
        values[field.attname] = _plain(getattr(row, field.attname))
        if field.choices:
            values[f"{field.name}_words"] = str(getattr(row, f"get_{field.name}_display")())
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
