"""What a person does at the public door that touches several rooms at once."""

from datetime import datetime
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models, transaction

from kayoi.doors.portal.selectors.relations import towns_with_files_of
from kayoi.engines.casefiles import services as casefiles
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
from kayoi.foundation.identity import services as identity
from kayoi.foundation.identity.models import Household, HouseholdMember, IdentityProof, Membership, Person, User
from kayoi.foundation.tenancy import scope
from kayoi.kit.actor import Actor
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
from kayoi.programmes.furusato.models import (
    Benefit,
    BenefitUse,
    Evidence,
    GroupMember,
    GroupPost,
    GroupReport,
    NationalStatus,
    PointsEarned,
    Registration,
    RegistrationLink,
    RegistryFile,
    RegistryRow,
    Renewal,
    SignUp,
    SignUpLink,
)
from kayoi.programmes.furusato.models import IdentityProof as FurusatoProof
from kayoi.programmes.furusato.services.benefits import Use, record_use
from kayoi.programmes.furusato.services.group_members import forget_member
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
from kayoi.programmes.stays.models import (
    Charge,
    Companion,
    ContestEntry,
    DamageClaim,
    DeskFee,
    DeskLink,
    DeskMember,
    DeskPause,
    DeskPayment,
    DeskUse,
    Guarantee,
    Guest,
    HeadLease,
    Inspection,
    InspectionPicture,
    IntentRecord,
    Lease,
    Proposal,
    RentCharge,
    RentPayment,
    Stay,
    SubletInspection,
    SubletReceipt,
    SubletRent,
    Tenancy,
    TenancyPaper,
    Waiting,
)
from kayoi.programmes.tours.models import Attendance, NextStep, Outcome, Passing
from kayoi.programmes.tours.models import Companion as TourCompanion
from kayoi.programmes.tours.models import Party as TourParty
from kayoi.programmes.village_sheets.models import Item, Sheet

RECORD = "A record of the town (公文書): it stays until its retention term ends, without the log-in."

# What goes when a person asks, and what stays and why. A guard holds that every model that reaches a person is here.
ERASED: Final[tuple[type[models.Model], ...]] = (
    User, EmailAddress, EmailConfirmation, Authenticator, UserSession, Session,
    Person, Household, HouseholdMember, IdentityProof,
)  # fmt: skip
KEPT: Final[dict[type[models.Model], str]] = {
    **dict.fromkeys(
        (CaseFile, Body, Wish, Consent, Engagement, Attachment, Note, Protection, Merge, Distinct, FollowUp, Message,
         Question, Answer, ReceivedMail, MailSource, MailEnclosure, Booking, GuidedDay, Stop,
         Pause, HandOver, HandedOver, Asking, Visit, BrochureRequest, Referral,
         Plan, PlanMark, PlanChange, Row, Move, MoveMember, CheckIn,
         Application, Paper, Document, Page, Judgement, Stamp, Decision, Proxy, Letter,
         Party, HomeConsent, Lead, Seeker, Inquiry, Viewing, SavedSearch,
         Blocker, Contract, KeyLoan, RegisterRow, Home, HomeEvent, Picture, PriceChange, Survey, Check, Assignment,
         Listing, SentHome, SurveyLetter, PayeeAccount, Payment, PaymentFinding, BatchRow, Trial,
         Grant, GrantYear, Report, Claim, ClaimMonth, GrantChange, EarlyStart, LinkedHouse, FieldNote, Enquiry,
         EnquiryRow, Entitlement, Obligation, Proof, Breach, Departure, DepartureList, Recovery, Hearing, Instalment,
         Repayment, Reversal, Stay, Companion, Charge, Guest, IntentRecord, Lease, Tenancy, RentCharge, RentPayment,
         Waiting, HeadLease, Inspection, InspectionPicture, TenancyPaper, Guarantee, DamageClaim, SubletRent,
         SubletReceipt, Proposal, SubletInspection, ContestEntry, AnswerSheet, Registration,
         Renewal,
         FurusatoProof, NationalStatus, RegistryFile, RegistryRow, SignUp, Evidence, BenefitUse, PointsEarned,
         TourParty, TourCompanion, Attendance, NextStep, Outcome, Passing, PriorConsultation,
         DeskMember, DeskPause, DeskUse, DeskFee, DeskPayment),
        RECORD,
    ),
    ConnectLink: "A hash that opens nothing once it is used or 30 days old.",
    ApplicationLink: "A hash; the application and its papers stay as a record of the town.",
    DeskLink: "A hash; the membership itself stays as a record of the town.",
    BookingLink: "A hash that opens nothing 30 days after the consultation.",
    WishesLink: "A hash that opens nothing 30 days after it was made.",
    RegistrationLink: "A hash; the registration itself is a record of the town.",
    SignUpLink: "A hash; the sign-ups themselves are a record of the town.",
    GroupMember: "Without its display name: forget_member ends it, and empties what was written in the town's groups.",
    GroupPost: "The empty place alone: words and photo go when the log-in is erased (forget_member).",
    GroupReport: RECORD,
    SeekerLink: "A hash that opens nothing 400 days after it was made.",
    **dict.fromkeys((Counsellor, WeeklyHours, HoursException), "What a town publishes about who can be booked."),
    MatchRow: "A row of a list of the register; it is deleted when the list has been matched.",
    **dict.fromkeys((Sheet, Item), "What a town publishes about a district; who approved it is on record."),
    RulesetVersion: "What a town has put into force; who proposed and adopted it is on record.",
    Membership: "Who works for a town keeps the log-in for that; the organization ends it.",
}  # fmt: skip


@transaction.atomic
def erase_person(*, person: Person, by: Actor, at: datetime) -> None:
    """Erase log-in and profile and let go of all towns' files (ログインとプロフィールを消す): all or nothing."""
    for organization_id in towns_with_files_of(person):
        with scope.of_organization(organization_id):
            forget_member(person=person, by=by, at=at)
            casefiles.unlink_person(person=person, by=by, at=at)
    identity.erase_person(person=person, by=by, at=at)


@transaction.atomic
def note_early_view(*, benefit: Benefit, registration: Registration, by: Actor, at: datetime) -> None:
    """Record that somebody looked at houses before they are public (先行公開の利用を記録する), once a day.

    Nothing is written where uses of the benefit are not recorded.
    """
    if benefit.is_recorded:
        key = uuid5(NAMESPACE_URL, f"early-homes/{benefit.pk}/{registration.pk}/{local_date(at)}")
        use = Use(benefit.pk, key, at, registration=registration.pk, counter="本人のページ")
        record_use(use=use, by=by, at=at)
