"""What a household may have in short: verdict, amount with its conditions, totals of a town to compare."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from kayoi.doors.portal.selectors.language import either, label, language
from kayoi.doors.portal.selectors.support.enquiry import Enquiry, TownSeen, missing_for_amount
from kayoi.doors.portal.selectors.support.words import amount_in_words, range_in_words, yen
from kayoi.doors.portal.states import Standing
from kayoi.engines.rulesets.rules.amounts import Amount
from kayoi.engines.rulesets.rules.answers import Answer, answer, chosen
from kayoi.engines.rulesets.rules.versions import Ruleset
from kayoi.engines.rulesets.rules.wording import step_in_words
from kayoi.engines.rulesets.selectors.words import said
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.html import Link
from kayoi.kit.verdict import Outcome

STANDINGS = {Outcome.MET: Standing.MET, Outcome.UNKNOWN: Standing.UNKNOWN, Outcome.NOT_MET: Standing.NOT_MET}


@dataclass(frozen=True)
class Money:
    """An amount in words, and beside it how it comes about: each step, with what it leaves."""

    words: str
    certain: bool
    steps: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Shown:
    """One scheme, stay or status. `missing`: the questions that are left for its verdict and its amount."""

    ruleset: Ruleset
    answer: Answer
    group: Standing
    kind: str
    title: str
    summary: str
    money: Money | None
    missing: Sequence[Link]


@dataclass(frozen=True)
class TownResult:
    """What a town has for the household, and what it adds up to: surely, and at most (None: nobody knows)."""

    organization: Organization
    name: str
    shown: Sequence[Shown]
    least: int
    most: int | None

    def of(self, group: Standing) -> list[Shown]:
        """Return what stands in a group."""
        return [one for one in self.shown if one.group is group]

    @property
    def met(self) -> list[Shown]:
        """What the household meets, as far as it has said."""
        return self.of(Standing.MET)

    @property
    def unknown(self) -> list[Shown]:
        """What is not yet known."""
        return self.of(Standing.UNKNOWN)

    @property
    def others(self) -> int:
        """How many it does not meet, or cannot have at present."""
        return len(self.shown) - len(self.met) - len(self.unknown)

    @property
    def least_words(self) -> str:
        """The sum of what is certain."""
        return yen(self.least)

    @property
    def most_words(self) -> str:
        """The sum if everything that is not yet known turned out well; empty where it is the same or not known."""
        return yen(self.most) if self.most is not None and self.most > self.least else ""

    @property
    def open_amounts(self) -> list[Shown]:
        """What makes the most differ from what is certain."""
        met = [one for one in self.met if one.money and not one.money.certain]
        return met + [one for one in self.unknown if one.money]

    @property
    def most_is_known(self) -> bool:
        """Tell whether the most can be worked out."""
        return self.most is not None


def results_of(enquiry: Enquiry) -> list[TownResult]:
    """Return what each town has for the household, in the order of the towns."""
    return [result_of(town, enquiry.said.skipped) for town in enquiry.towns]


def result_of(town: TownSeen, skipped: Collection[str]) -> TownResult:
    """Return what one town has for the household, what it meets first."""
    shown = sorted(
        (_shown(ruleset, town, skipped) for ruleset in town.rulesets), key=lambda one: list(Standing).index(one.group)
    )
    sums = [one.answer.amount for one in shown if one.group in (Standing.MET, Standing.UNKNOWN) and one.answer.amount]
    return TownResult(
        organization=town.organization,
        name=either(town.organization.name, town.organization.name_en),
        shown=shown,
        least=sum(one.answer.amount.least for one in shown if one.group is Standing.MET and one.answer.amount),
        most=None if any(one.most is None for one in sums) else sum(one.most or 0 for one in sums),
    )


def _shown(ruleset: Ruleset, town: TownSeen, skipped: Collection[str]) -> Shown:
    found = answer(ruleset, town.case)
    group = STANDINGS[found.outcome]
    if chosen(ruleset, town.case) is None:
        group = Standing.CLOSED
    elif ruleset.key in skipped and group is Standing.UNKNOWN:
        group = Standing.SKIPPED
    missing = dict.fromkeys(found.missing) if group is Standing.UNKNOWN else {}
    if group in (Standing.MET, Standing.UNKNOWN):
        missing |= dict.fromkeys(missing_for_amount(ruleset, town.case))
    return Shown(
        ruleset=ruleset,
        answer=found,
        group=group,
        kind=label(ruleset.kind),
        title=said(ruleset.title),
        summary=said(ruleset.summary),
        money=_money(found.amount, ruleset) if found.amount else None,
        missing=[question_link(ruleset, key) for key in missing],
    )


@lru_cache(maxsize=1000)
def question_href(key: str) -> str:
    """Return the page of a question; kept, because a page leads to hundreds."""
    return reverse("portal:support_question", kwargs={"key": key})


def question_link(ruleset: Ruleset, key: str) -> Link:
    """Return the way to a question."""
    return Link(said(ruleset.facts[key].label), question_href(key))


def _money(found: Amount, ruleset: Ruleset) -> Money:
    steps = [
        (step_in_words(one.step, ruleset, language()), range_in_words(one.least, one.most))
        for one in found.working
        if one.applied is not False
    ]
    return Money(amount_in_words(found), found.yen is not None, steps)
