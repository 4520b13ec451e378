"""What the page of a town tells of each scheme: conditions, source, what the office decides, what would help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from kayoi.doors.portal.rules import ended_on, opens_on
from kayoi.doors.portal.selectors.language import label, language
from kayoi.doors.portal.selectors.support.enquiry import TownSeen
from kayoi.doors.portal.selectors.support.results import Shown, TownResult
from kayoi.doors.portal.selectors.support.words import answer_in_words, day
from kayoi.doors.portal.states import Standing
from kayoi.engines.procedures.states import Availability
from kayoi.engines.rulesets.rules.answers import chosen, evaluate
from kayoi.engines.rulesets.rules.nearest import Nearest, nearest
from kayoi.engines.rulesets.rules.printing import plain, reasons
from kayoi.engines.rulesets.rules.versions import Ruleset, Version
from kayoi.engines.rulesets.selectors.words import said
from kayoi.engines.rulesets.states import APPLIED_ON, Certainty, RulesetKind
from kayoi.kit.verdict import Outcome


@dataclass(frozen=True)
class Applying:
    """Whether one can apply for a scheme now, and the page of the procedure."""

    availability: Availability
    href: str

    @property
    def is_open(self) -> bool:
        return self.availability is Availability.OPEN


@dataclass(frozen=True)
class InDetail:
    """One scheme in detail. `state`: words and kind of its badge; reasons as rules/printing.py gives them."""

    shown: Shown
    state: tuple[str, str]
    when: str
    held: Sequence[Mapping[str, Any]]
    against: Sequence[Mapping[str, Any]]
    office: Sequence[Mapping[str, Any]]
    changes: Sequence[str]
    proofs: Sequence[str]
    version: Version | None
    doubt: str
    applying: Applying | None


# A kind in words, and under each standing in words what stands there.
Kind = tuple[str, list[tuple[str, list[InDetail]]]]


def details_of(result: TownResult, town: TownSeen, ways: Mapping[str, Applying], *, on: date) -> list[Kind]:
    """Return everything by kind and by group, but for what was left out."""
    looked_up = [one for one in result.shown if one.group is not Standing.SKIPPED]
    ordered = sorted(looked_up, key=lambda one: list(RulesetKind).index(one.ruleset.kind))
    return [
        (
            kind,
            [(label(group), [_detail(one, town, ways, on) for one in found]) for group, found in groupby(some, _group)],
        )
        for kind, some in groupby(ordered, lambda one: one.kind)
    ]


def _group(one: Shown) -> Standing:
    return one.group


def _detail(one: Shown, town: TownSeen, ways: Mapping[str, Applying], on: date) -> InDetail:
    told = reasons(one.answer, town.case.facts, language())
    version = one.answer.version
    deciding = [each for each in told if each["decides"] and each["outcome"] == one.answer.outcome]
    against = deciding if one.group is Standing.NOT_MET else []
    state, when = _state(one.ruleset, version, town, on)
    return InDetail(
        shown=one,
        state=state,
        when=when,
        held=[each for each in told if each["outcome"] == Outcome.MET],
        against=against,
        office=[each for each in deciding if one.group is Standing.UNKNOWN and not each["missing"]],
        changes=_changes(one, town, on) if one.group is Standing.NOT_MET else [],
        proofs=list(dict.fromkeys(proof for fact in one.ruleset.facts.values() for proof in fact.proofs)),
        version=version,
        doubt=label(version.certainty) if version and version.certainty is not Certainty.CHECKED else "",
        applying=None if one.group is Standing.NOT_MET else ways.get(one.ruleset.key),
    )


def _state(ruleset: Ruleset, version: Version | None, town: TownSeen, on: date) -> tuple[tuple[str, str], str]:
    """Return the badge, and the days for which the conditions stand or will stand."""
    if ruleset.in_force(on) and (version or isinstance(chosen(ruleset, town.case), str)):
        return (_("実施中"), "success"), _period(version or ruleset.in_force(on), ruleset)
    if version:
        return (_("前の要件"), "neutral"), _period(version, ruleset)
    decisive = town.case.facts.get(ruleset.versions[-1].anchor) or on
    if opens := opens_on(ruleset, after=decisive):
        return (_("予定"), "info"), _upcoming(ruleset, town, opens)
    if ended := ended_on(ruleset, before=decisive):
        return (_("終了"), "neutral"), _("%(day)sで終わりました。") % {"day": day(ended)}
    return (_("休止中"), "neutral"), ""


def _period(version: Version | None, ruleset: Ruleset) -> str:
    assert version is not None
    since, until = (day(one) if one else "" for one in (version.starts_on, version.last_on))
    anchor = said(ruleset.facts[version.anchor].label)
    if not since and not until:
        return ""
    return _("%(anchor)sが %(since)s〜%(until)s の人の要件") % {"anchor": anchor, "since": since, "until": until}


def _upcoming(ruleset: Ruleset, town: TownSeen, opens: date) -> str:
    words = _("%(day)sから始まります。") % {"day": day(opens)}
    facts = {**town.case.facts, ruleset.versions[-1].anchor: opens}
    if evaluate(ruleset, facts, on=opens).outcome is Outcome.MET:
        words += _("いまの答えのままなら、要件に当てはまる見込みです。")
    return words


def _changes(one: Shown, town: TownSeen, on: date) -> list[str]:
    return [_change(change, one.ruleset) for change in nearest(one.ruleset, town.case.facts, on=on)]


def _change(change: Nearest, ruleset: Ruleset) -> str:
    if change.key == APPLIED_ON:
        return _("%(day)sからなら、要件に当てはまります。") % {"day": day(change.value)}
    fact = ruleset.facts[change.key]
    value = "".join(answer_in_words(fact, plain(change.value), {}))
    return _("「%(fact)s」が「%(value)s」なら、要件に当てはまります。") % {"fact": said(fact.label), "value": value}
