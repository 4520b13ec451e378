"""Who may be asked, and when; the rule of a round in words."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from kayoi.engines.casefiles.states import AgeBand, CollectedFor, ContactBasis, Interest, Lifestyle, Stage
from kayoi.engines.casefiles.states.kinds import KINDS
from kayoi.engines.casefiles.states.ties import DEED_KINDS, Band
from kayoi.engines.messages.rules import places
from kayoi.kit.dates import wareki
from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.rounds.states import PLACES, Purpose, Reply

NO_REGISTERS: Mapping[str, str] = {}
# What people do themselves, by which a round may choose, in words.
DID = {kind.code: kind.label for kind in KINDS if kind.code in DEED_KINDS}


@dataclass(frozen=True)
class Criteria:
    """Whom a round looks for (だれに). What is empty does not narrow."""

    asked_within_months: int | None = None
    stages: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    lifestyles: tuple[str, ...] = ()
    prefectures: tuple[str, ...] = ()
    quiet_since: str = ""
    registers: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    age_bands: tuple[str, ...] = ()
    with_children: bool = False
    did: tuple[str, ...] = ()
    did_within_months: int | None = None

    def as_data(self) -> dict[str, Any]:
        """Return the criteria as they are stored."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Criteria":
        """Return the criteria that are stored."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
        }
        return cls(**values)


def in_words(criteria: Criteria, prefectures: Mapping[str, str], registers: Mapping[str, str] = NO_REGISTERS) -> str:
    """Return the rule of a round as a sentence (条件をことばで). `prefectures` are names by two digits.

    `registers` are names of the town's registers by key; one that is not known any more is named so.
    Source: docs/decisions/0018-follow-up-rounds.md, docs/decisions/0041-who-is-registered-is-asked.md
    """
    parts = []
    if criteria.registers:
        names = [registers.get(key, "いまはない登録") for key in criteria.registers]
        parts.append(f"{'か'.join(names)}に登録している")
    if criteria.steps:
        parts.append(f"登録の段階が{'か'.join(map(str, criteria.steps))}の")
    if criteria.did:
        within = f"この{criteria.did_within_months}か月のうちに" if criteria.did_within_months else "これまでに"
        parts.append(f"{within}{'か'.join(DID.get(kind, kind) for kind in criteria.did)}のあった")
    if criteria.asked_within_months is not None:
        parts.append(f"この{criteria.asked_within_months}か月のうちに相談などのあった")
    if criteria.quiet_since:
        parts.append(f"{wareki(date.fromisoformat(criteria.quiet_since))}から後に動きのない")
    known = (
        (criteria.interests, {each.value: each.label for each in Interest}, "関心が{}の"),
        (criteria.lifestyles, {each.value: each.label for each in Lifestyle}, "暮らし方が{}の"),
        (criteria.bands, {each.value: each.label for each in Band}, "関わりの段階が「{}」の"),
        (criteria.age_bands, {each.value: each.label for each in AgeBand}, "年代が{}の"),
        (criteria.prefectures, prefectures, "いま{}に住む"),
    )
    for values, words, form in known:
        if values:
            joined = "」か「" if "「" in form else "か"
            parts.append(form.format(joined.join(words.get(value, value) for value in values)))
    if criteria.with_children:
        parts.append("子どものいる世帯の")
    if criteria.stages:
        parts.insert(0, _stages_in_words(criteria.stages))
    return f"{'、'.join(parts)}人" if parts else "すべての人"


def _stages_in_words(stages: Sequence[str]) -> str:
    """Say few stages by name, and most of them by those that are missing."""
    missing = [stage.label for stage in Stage if stage.value not in stages]
    if missing and len(missing) < len(stages):
        return f"段階が{'・'.join(missing)}ではない"
    return f"段階が{'か'.join(Stage.of(stage).label for stage in stages)}の"


@dataclass(frozen=True)
class Facts:
    """What is known about one person whom a round has found."""

    has_email: bool = True
    basis: ContactBasis = ContactBasis.GIVEN
    collected_for: CollectedFor = CollectedFor.CONSULTATION
    news_consent: bool = True
    protected: bool = False
    language: str = "ja"
    last_asked_on: date | None = None
    same_address_in_round: bool = False


def may_ask(facts: Facts, *, purpose: Purpose, languages: Sequence[str], cap_days: int, on: date) -> Verdict:
    """Answer whether a round may write to somebody (声をかけてよいか), with every reason against it.

    News goes to those who agreed to it and whose contact is theirs to give. Whoever was imported without consent may
    be asked once whether we may go on; who has been asked so, or has ended it, is not written to again.
    A donor who did not say that the town may write gave the address for the donation only, and is asked nothing.
    Source: 個人情報の保護に関する法律 第69条 (利用目的内の利用); 特定電子メールの送信の適正化等に関する法律 第3条;
    docs/decisions/0018-follow-up-rounds.md
    """
    news, given = purpose is Purpose.NEWS, facts.basis is ContactBasis.GIVEN
    waited = facts.last_asked_on is None or on >= facts.last_asked_on + timedelta(days=cap_days)
    against = [
        (Reason("rounds.protected"), facts.protected),
        (Reason("rounds.ended"), facts.basis is ContactBasis.ENDED),
        (Reason("rounds.beyond_purpose"), facts.collected_for is CollectedFor.DONATION and not given),
        (Reason("rounds.asked_once"), facts.basis is ContactBasis.ASKED),
        (Reason("rounds.unconfirmed"), news and facts.basis is ContactBasis.UNCONFIRMED),
        (Reason("rounds.confirmed_already"), not news and given),
        (Reason("rounds.no_consent"), news and given and not facts.news_consent),
        (Reason("rounds.no_email"), not facts.has_email),
        (Reason("rounds.too_soon"), not waited),
        (Reason("rounds.same_address"), facts.same_address_in_round),
        (Reason("rounds.no_text"), facts.language not in languages),
    ]
    return verdict(reason for reason, holds in against if holds)


def may_reply(reply: Reply, *, offered: Sequence[Reply], given: str, basis: ContactBasis) -> Verdict:
    """Answer whether an answer counts (返事を受けられるか): an offered one, and none after somebody has said stop.

    Saying stop is possible at any time, also a second time and after any other answer. A yes that comes after silence
    has ended it does not count by itself: the person is asked to turn to the town.
    Source: docs/decisions/0018-follow-up-rounds.md
    """
    against: list[Reason] = []
    if reply not in offered:
        against.append(Reason("rounds.not_offered"))
    if reply is not Reply.STOP and (given == Reply.STOP or basis is ContactBasis.ENDED):
        against.append(Reason("rounds.stopped_already"))
    return verdict(against)


def silence_has_ended(*, asked_on: date, silence_days: int, on: date) -> bool:
    """Tell whether the days to answer are over (返事を待つ期間が過ぎたか); the last day still counts.

    Source: docs/decisions/0018-follow-up-rounds.md
    """
    return on > asked_on + timedelta(days=silence_days)


def may_write(texts: Sequence[str], *, purpose: Purpose, source: str) -> Verdict:
    """Answer whether a round may be written with these texts: subject and body, then those in English (empty: none).

    Only known places are filled; whoever is asked without consent is told where we have the address from, in each
    language.
    Source: 個人情報の保護に関する法律 第69条; docs/decisions/0018-follow-up-rounds.md
    """
    against: list[Reason] = []
    unknown = sorted(places(" ".join(texts)) - PLACES.keys())
    if unknown:
        against.append(Reason("rounds.unknown_place", {"names": "、".join(unknown)}))
    bodies = [text for text in texts[1::2] if text]
    if purpose is Purpose.CONFIRM and not (source and all("source" in places(text) for text in bodies)):
        against.append(Reason("rounds.source_not_named"))
    return verdict(against)
