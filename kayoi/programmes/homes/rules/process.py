"""May a house be registered, published, renewed; what is next, and who must do it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from kayoi.kit.dates import months_later
from kayoi.kit.verdict import MET, Reason, Verdict, verdict
from kayoi.programmes.homes.states import (
    Agreement,
    CheckKind,
    CheckResult,
    HomeConsentPurpose,
    HomeStatus,
    PartyRole,
    Reached,
    Step,
)
from kayoi.programmes.homes.states.process import EXTEND_FROM_DAYS, REMINDED_DAYS_BEFORE, Next

ORDINANCES = "要綱の例(domain section 4.1: 釜石市・五所川原圏域・かすみがうら市・南九州市・直方市)"
UNSURE = frozenset({CheckResult.OPEN, CheckResult.ASKED})


@dataclass(frozen=True)
class Holder:
    """Somebody who must agree: in what role, whether the office is in contact, what was said. No name."""

    role: PartyRole
    reached: Reached
    agreement: Agreement


@dataclass(frozen=True)
class HomeFacts:
    """What the rules look at."""

    status: HomeStatus
    on: date
    checks: Mapping[CheckKind, CheckResult] = field(default_factory=dict)
    holders: Sequence[Holder] = ()
    surveyed: bool = False
    rights_open: bool = False
    consents: frozenset[HomeConsentPurpose] = frozenset()
    described: bool = False
    broker_asked: bool = False
    broker_accepted: bool = False
    term_ends_before: date | None = None
    lot_taken: bool = False
    papers: Verdict = MET  # of the application: whether they allow a decision

    @property
    def all_agree(self) -> bool:
        """True when there is somebody to agree, and everybody has."""
        return bool(self.holders) and all(one.agreement is Agreement.AGREED for one in self.holders)

    @property
    def open_checks(self) -> list[CheckKind]:
        """The checks without a result, those that were never begun included."""
        return [kind for kind in CheckKind if self.checks.get(kind, CheckResult.OPEN) in UNSURE]

    @property
    def failed_checks(self) -> list[CheckKind]:
        """The checks that speak against the house."""
        return [kind for kind in CheckKind if self.checks.get(kind) is CheckResult.FAILED]


def may_register(facts: HomeFacts) -> Verdict:
    """Answer whether a house may be registered (登録できるか), with everything that speaks against it.

    One co-owner who does not answer keeps the answer unknown; an open mortgage or inheritance is harmless only where
    all agree. That nobody has agreed to this site yet does not speak against it: see `notices`.

    Source: domain section 4.1 step 2 (南九州市: 抵当権・相続が未了のときは権利者全員の同意)
    """
    against = [Reason("homes.check_failed", {"check": kind.label}, ORDINANCES) for kind in facts.failed_checks]
    against += [
        Reason("homes.check_open", {"check": kind.label}, ORDINANCES, missing=(f"check.{kind.value}",))
        for kind in facts.open_checks
    ]
    if not facts.holders:
        against.append(Reason("homes.no_holder", missing=("holders",)))
    against += [_of_holder(one) for one in facts.holders if one.agreement is not Agreement.AGREED]
    if facts.rights_open and not facts.all_agree:
        against.append(Reason("homes.rights_open", {}, ORDINANCES, missing=("agreement",)))
    if not facts.surveyed:
        against.append(Reason("homes.no_survey", {}, ORDINANCES, missing=("survey",)))
    return verdict([*against, *facts.papers.reasons])


def _of_holder(one: Holder) -> Reason:
    params = {"role": one.role.label, "reached": one.reached.label}
    if one.agreement is Agreement.REFUSED:
        return Reason("homes.holder_refused", params)
    return Reason("homes.holder_silent", params, missing=("agreement",))


def notices(facts: HomeFacts) -> list[Reason]:
    """Return what is to be known before registering and does not stand in its way (注意).

    Source: domain section 4.1 step 6, 4.3 (consents are separate)
    """
    missing = []
    if HomeConsentPurpose.OWN_SITE not in facts.consents:
        missing.append(Reason("homes.no_consent_site"))
    if HomeConsentPurpose.BROKERS not in facts.consents:
        missing.append(Reason("homes.no_consent_brokers"))
    return missing


def may_publish(facts: HomeFacts) -> Verdict:
    """Answer whether a house may be shown to the public (公開できるか).

    Source: domain section 4.1 steps 5 and 6, 4.3
    """
    against = []
    if HomeConsentPurpose.OWN_SITE not in facts.consents:
        against.append(Reason("homes.no_consent_site"))
    if not facts.described:
        against.append(Reason("homes.not_described", missing=("title", "offer")))
    if facts.checks.get(CheckKind.HAZARDOUS) is CheckResult.FAILED:
        against.append(Reason("homes.hazardous"))
    if facts.term_ends_before is None or facts.term_ends_before <= facts.on:
        against.append(Reason("homes.term_over"))
    return verdict(against)


def may_extend(facts: HomeFacts) -> Verdict:
    """Answer whether the term of a house on the register may be made longer now (期間を延ばせるか).

    Source: domain section 4.1 step 5 (登録期間と更新)
    """
    against = _against_renewing(facts)
    ends = facts.term_ends_before
    if ends is not None and ends > facts.on + timedelta(days=EXTEND_FROM_DAYS):
        against.append(Reason("homes.too_early_to_extend", {"days": EXTEND_FROM_DAYS}))
    return verdict(against)


def may_renew(facts: HomeFacts) -> Verdict:
    """Answer whether a house whose term is over may be registered for another (更新できるか).

    Source: domain section 4.1 step 5 (登録期間と更新)
    """
    return verdict(_against_renewing(facts))


def _against_renewing(facts: HomeFacts) -> list[Reason]:
    against = [_of_holder(one) for one in facts.holders if one.agreement is Agreement.REFUSED]
    if facts.checks.get(CheckKind.HAZARDOUS) is CheckResult.FAILED:
        against.append(Reason("homes.hazardous"))
    if facts.lot_taken:
        against.append(Reason("homes.lot_taken"))
    return against


def may_apply_again(facts: HomeFacts) -> Verdict:
    """Answer whether a house that has ended may be applied for anew (再申込みができるか): not beside its own twin.

    Source: domain section 4.4 (same 地番 twice; rental contract ends)
    """
    return verdict([Reason("homes.lot_taken")] if facts.lot_taken else [])


RULES: dict[Step, Callable[[HomeFacts], Verdict]] = {
    Step.REGISTER: may_register,
    Step.PUBLISH: may_publish,
    Step.EXTEND: may_extend,
    Step.RENEW: may_renew,
    Step.APPLY_AGAIN: may_apply_again,
}


def may_take(step: Step, facts: HomeFacts) -> Verdict:
    """Answer whether a step may be taken, besides what the table of transitions says (手続きを進められるか).

    Source: docs/decisions/0026-a-house-moves-by-rules.md; the rules of each step above
    """
    rule = RULES.get(step)
    return rule(facts) if rule else MET


def may_record_check(kind: CheckKind, *, consents: frozenset[HomeConsentPurpose]) -> Verdict:
    """Answer whether a check may be made (確認してよいか): tax is asked for only where the owner has agreed.

    Source: 地方税法第22条 (守秘義務); domain section 4.3
    """
    agreed = kind is not CheckKind.TAX or HomeConsentPurpose.TAX_CHECK in consents
    return verdict([] if agreed else [Reason("homes.tax_without_consent")])


# What is next where nothing but the state decides.
PLAIN = {
    HomeStatus.FOUND: Next.APPLY,
    HomeStatus.SUBMITTED: Next.BEGIN_CHECKS,
    HomeStatus.RETURNED: Next.SEND_PAPERS,
    HomeStatus.SURVEY_SCHEDULED: Next.SURVEY,
    HomeStatus.REGISTERED: Next.PUBLISH,
    HomeStatus.NEGOTIATING: Next.TALK,
    HomeStatus.CONTRACTED: Next.CLOSE,
    HomeStatus.SUSPENDED: Next.RESUME,
    HomeStatus.EXPIRED: Next.RENEW_OR_END,
}


def next_step(facts: HomeFacts) -> Next:
    """Return what is to be done next with a house (次にすること): one thing, the most pressing.

    Source: domain section 4.1 (the order of the process)
    """
    if facts.status in {HomeStatus.CHECKING, HomeStatus.SURVEYED, HomeStatus.ASSIGNED}:
        return _next_before_registering(facts)
    if facts.status is HomeStatus.PUBLISHED:
        if facts.term_ends_before and facts.term_ends_before <= facts.on + timedelta(days=EXTEND_FROM_DAYS):
            return Next.RENEW
        return Next.ANSWER if facts.broker_asked else Next.WAIT if facts.broker_accepted else Next.FIND_BROKER
    return PLAIN.get(facts.status, Next.NOTHING)


def _next_before_registering(facts: HomeFacts) -> Next:
    if facts.failed_checks:
        return Next.REFUSE
    if facts.open_checks:
        return Next.FINISH_CHECKS
    if not facts.all_agree:
        return Next.ASK_HOLDERS
    if facts.papers.refused:
        return Next.CHECK_PAPERS
    if facts.status is HomeStatus.CHECKING or not facts.surveyed:
        return Next.PLAN_SURVEY
    return Next.ANSWER if facts.broker_asked else Next.DECIDE


def term_end(starts_on: date, *, years: int) -> date:
    """Return the day after the last of a term (登録期間の終わりの翌日).

    Source: domain section 4.1 step 5 (usually two years); the civil calendar
    """
    return months_later(starts_on, 12 * years)


def extended(ends_before: date, *, months: int, on: date) -> date:
    """Return the end of a term that is made longer by whole months until it lies ahead (交渉中の延長).

    Source: domain section 4.4 (expired term while negotiating)
    """
    times = 1
    while months_later(ends_before, months * times) <= on:
        times += 1
    return months_later(ends_before, months * times)


def reminder_due(ends_before: date, *, told: int | None, on: date) -> int | None:
    """Return before how many days the end of a term is to be told today (満了の知らせ), or None; each once.

    A night that was left out is made good: the nearer of two reminders that are due is sent, not both.

    Source: domain section 4.1 step 5 (notice to the owner before the term ends)
    """
    left = (ends_before - on).days
    due = [days for days in REMINDED_DAYS_BEFORE if 0 < left <= days and (told is None or days < told)]
    return min(due) if due else None
