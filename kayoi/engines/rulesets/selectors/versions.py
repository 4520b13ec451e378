"""One version as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kayoi.engines.rulesets.models import Version
from kayoi.engines.rulesets.rules.proving import ended_by
from kayoi.engines.rulesets.rules.soundness import Finding, findings
from kayoi.engines.rulesets.selectors import adopted, rules_of
from kayoi.engines.rulesets.selectors.answers import CaseShown, cases_shown
from kayoi.engines.rulesets.selectors.pages import period, state_of
from kayoi.engines.rulesets.selectors.tree import Line, condition_line, step_lines
from kayoi.engines.rulesets.states import Adding, Certainty
from kayoi.kit.dates import CountingMethod, wareki
from kayoi.kit.html import Detail


@dataclass(frozen=True)
class VersionPage:
    """A version: what it is, its rule and amount in words, what is wrong with them, its cases as it answers now."""

    version: Version
    state: tuple[str, str]
    details: Sequence[Detail]
    condition: Line
    steps: Sequence[Line]
    add_step_at: str
    shares: Sequence[str]
    cases: Sequence[CaseShown]
    ends: Sequence[str]
    findings: Sequence[Finding]

    @property
    def condition_lines(self) -> list[Line]:
        """The condition as the one line at the root of its tree."""
        return [self.condition]

    @property
    def pk_text(self) -> str:
        return str(self.version.pk)

    @property
    def failing(self) -> int:
        return sum(not case.holds for case in self.cases)


def version_page(version: Version) -> VersionPage:
    """Return what the page of a version shows."""
    rules = rules_of(version.ruleset, [version])
    (read,) = rules.versions
    body = version.body
    steps = step_lines(body.get("amount", []), ("amount",), rules)
    return VersionPage(
        version=version,
        state=state_of(version),
        details=_details(version, rules.facts[read.anchor].label.ja),
        condition=condition_line(body["condition"], ("condition",), rules),
        steps=steps,
        add_step_at=f"amount.{len(steps)}",
        shares=[f"{payer} {'残り' if rate is None else rate}" for payer, rate in read.shares],
        cases=cases_shown(rules, read),
        ends=_ends(version),
        findings=findings(rules),
    )


def _details(version: Version, anchor: str) -> list[Detail]:
    body = version.body
    counting, adding = body.get("counting"), body.get("adding")
    certainty = Certainty.of(body.get("certainty") or Certainty.CHECKED.value)
    details = [
        Detail("期間", period(version)),
        Detail("基準日", anchor),
        Detail("期間の数え方", CountingMethod.of(counting).label if counting else "定めなし"),
        Detail("期間の通算", Adding.of(adding).label if adding else "定めなし"),
        Detail("出典", f"{body.get('source') or '―'}({certainty.label})"),
    ]
    if version.proposed_by:
        details.append(Detail("確認に出した人", version.proposed_by.name))
    if version.adopted_by and version.adopted_on:
        by = f"{version.ordinance} {version.ordinance_number}({wareki(version.adopted_on)})"
        details += [Detail("施行の根拠", by), Detail("施行した人", version.adopted_by.name)]
    return details


def _ends(version: Version) -> list[str]:
    """Return what ends when this version is put into force."""
    others = list(adopted().filter(ruleset=version.ruleset).exclude(pk=version.pk))
    if version.adopted_by_id or not others:
        return []
    read = {one.key: one for one in rules_of(version.ruleset, [*others, version]).versions}
    return [
        f"「{other.key}」の版は、{wareki(last_on)}で終わります。"
        for other in others
        if (last_on := ended_by(read[other.key], read[version.key])) is not None
    ]
