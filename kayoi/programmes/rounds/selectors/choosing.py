"""Whom a round finds, whom it may ask, and why the others are left out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from kayoi.engines.casefiles.models import CaseFile, Consent
from kayoi.engines.casefiles.selectors import protected_files
from kayoi.engines.casefiles.states import CollectedFor, ConsentPurpose, ContactBasis
from kayoi.foundation.tenancy.selectors import setting
from kayoi.kit.dates import local_date
from kayoi.kit.verdict import Verdict
from kayoi.programmes.rounds.models import Asking, Round
from kayoi.programmes.rounds.rules import Criteria, Facts, may_ask
from kayoi.programmes.rounds.selectors.finding import found_files
from kayoi.programmes.rounds.selectors.letters import languages_of
from kayoi.programmes.rounds.states import CAP_DAYS, Purpose


@dataclass(frozen=True)
class Choice:
    """Whom a round asks, and the others by the first reason against them."""

    ids: Sequence[int]
    left_out: dict[str, list[int]]

    @property
    def found(self) -> int:
        """How many people the rule found."""
        return len(self.ids) + sum(len(ids) for ids in self.left_out.values())


def choose(row: Round, *, at: datetime) -> Choice:
    """Return whom a round asks at that moment: those that the rule finds and that may be asked."""
    on = local_date(at)
    ids: list[int] = []
    left_out: dict[str, list[int]] = {}
    for pk, answer in judged(row, found_files(Criteria.of(row.criteria), on=on), at=at):
        if answer.met:
            ids.append(pk)
        else:
            left_out.setdefault(answer.reasons[0].code, []).append(pk)
    return Choice(ids, left_out)


def judged(row: Round, files: QuerySet[CaseFile], *, at: datetime) -> Iterator[tuple[int, Verdict]]:
    """Judge each file, the latest movement first; of several files with one address only the first is asked."""
    on = local_date(at)
    cap, languages, purpose = setting(CAP_DAYS, on=on), languages_of(row), Purpose.of(row.purpose)
    known = _Known.of(on=on, since=at - timedelta(days=cap + 1), but=row.pk)
    seen: set[str] = set()
    columns = ("pk", "email_key", "contact_basis", "collected_for", "language")
    for pk, email, basis, collected_for, language in files.order_by("-touched_at", "-pk").values_list(*columns):
        facts = Facts(
            has_email=bool(email),
            basis=ContactBasis.ENDED if pk in known.ended or email in known.ended_at else ContactBasis.of(basis),
            collected_for=CollectedFor.of(collected_for),
            news_consent=pk in known.agreed,
            protected=pk in known.protected,
            language=language,
            last_asked_on=max(filter(None, (known.asked.get(pk), known.asked_at.get(email))), default=None),
            same_address_in_round=email in seen,
        )
        answer = may_ask(facts, purpose=purpose, languages=languages, cap_days=cap, on=on)
        if answer.met:
            seen.add(email)
        yield pk, answer


@dataclass(frozen=True)
class _Known:
    """What is known of everybody in the town, read in six queries; merged files count for the file that is kept."""

    agreed: set[int]
    protected: set[int]
    ended: set[int]
    ended_at: set[str]
    asked: dict[int, date]
    asked_at: dict[str, date]

    @classmethod
    def of(cls, *, on: date, since: datetime, but: int) -> "_Known":
        """Read it. `but` is the round that is being sent: who has been asked by it is not asked too soon."""
        roots = _roots()
        consents = Consent.objects.filter(purpose=ConsentPurpose.NEWS, withdrawn_at=None)
        ended = CaseFile.objects.filter(contact_basis=ContactBasis.ENDED)
        rows = Asking.objects.filter(asked_at__gte=since).exclude(round=but).order_by("asked_at")
        asked, asked_at = dict[int, date](), dict[str, date]()
        for pk, email, moment in rows.values_list("case_file_id", "case_file__email_key", "asked_at"):
            day = local_date(moment) if moment else on
            asked[roots.get(pk, pk)] = day
            if email:
                asked_at[email] = day
        return cls(
            _kept(consents.values_list("case_file_id", flat=True), roots),
            protected_files(on=on),
            _kept(ended.values_list("pk", flat=True), roots),
            set(ended.exclude(email_key="").values_list("email_key", flat=True)),
            asked,
            asked_at,
        )


def _roots() -> dict[int, int]:
    """Return for each merged file the file that is kept."""
    links = dict(CaseFile.objects.exclude(merged_into=None).values_list("pk", "merged_into_id"))

    def root_of(pk: int) -> int:
        while pk in links:
            pk = links[pk]
        return pk

    return {pk: root_of(pk) for pk in links}


def _kept(ids: Iterable[int], roots: dict[int, int]) -> set[int]:
    return {roots.get(pk, pk) for pk in ids}


@dataclass(frozen=True)
class LeftOut:
    """One reason, how many people it keeps out, and the first of them; nobody under protection by name."""

    words: str
    count: int
    files: Sequence[CaseFile]

    @property
    def title(self) -> str:
        """The reason with its count."""
        return f"{self.words} {self.count:,}人"

    @property
    def rest(self) -> int:
        """How many are not shown by name."""
        return self.count - len(self.files)


def left_out_names(choice: Choice, *, words: Mapping[str, str], most: int = 20) -> list[LeftOut]:
    """Return why people are left out, and who (one query)."""
    wanted = {code: ids[:most] for code, ids in choice.left_out.items() if code != "rounds.protected"}
    files = CaseFile.objects.without_search().in_bulk([pk for ids in wanted.values() for pk in ids])
    return [
        LeftOut(words[code], len(ids), [files[pk] for pk in wanted.get(code, []) if pk in files])
        for code, ids in sorted(choice.left_out.items(), key=lambda pair: -len(pair[1]))
    ]
