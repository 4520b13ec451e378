"""One page a case, from structured facts alone: nobody's opinion, no sensitive note (引継書の一人分)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kayoi.engines.casefiles.models import CaseFile, Engagement, HouseholdMember, Note, Wish
from kayoi.engines.casefiles.selectors import families_of, protected_families
from kayoi.engines.casefiles.states import Channel
from kayoi.engines.followups.models import FollowUp
from kayoi.engines.followups.selectors import DeskCase
from kayoi.foundation.identity.states import Relation
from kayoi.foundation.places.models import Place
from kayoi.kit.dates import age_on, local_date, wareki_short
from kayoi.programmes.consultations.selectors import questions_of

EVENTS = 5
ANSWERS = 3
EXCERPT = 200
LANGUAGES = {"ja": "日本語", "en": "英語"}


@dataclass(frozen=True)
class Step:
    """Something that is still to be done."""

    due_on: date
    due: str
    title: str
    late: bool


@dataclass(frozen=True)
class CasePage:
    """What a successor must know about one person. Of protected ones only that they must be looked at with care."""

    file_id: int
    number: str
    name: str
    protected: bool
    hot: bool
    because: Sequence[str]
    steps: Sequence[Step]
    facts: Sequence[tuple[str, str]] = ()
    household: Sequence[str] = ()
    care: str = ""
    language: str = ""
    stage: str = ""
    last_contact: str = ""
    events: Sequence[str] = ()
    answers: Sequence[tuple[str, str]] = ()
    notes: int = 0
    sensitive_notes: int = 0

    @property
    def next_due(self) -> str:
        """When something is due next, or that nothing is."""
        return self.steps[0].due if self.steps else "決まっていません"

    @property
    def worth_knowing(self) -> list[str]:
        """What must be known before the first call (知っておくこと)."""
        told = ["要確認(個票を開くには理由が要ります)"] if self.protected else []
        if self.care:
            told.append(f"連絡の注意: {self.care}")
        if self.language not in {"", LANGUAGES["ja"]}:
            told.append(f"連絡の言語: {self.language}")
        return told


def case_pages(cases: Sequence[DeskCase], *, on: date) -> list[CasePage]:
    """Return the pages of these cases in their order; the number of queries does not depend on how many there are."""
    files = [case.file for case in cases if case.file is not None]
    known = _Known(files, on=on)
    return [
        _protected_page(case.file, case) if known.is_protected(case.file) else known.page(case.file, case)
        for case in cases
        if case.file is not None
    ]


def steps_of(rows: Iterable[FollowUp], *, on: date, hidden: bool = False) -> list[Step]:
    """Return what is to be done, by day; of protected persons only when."""
    return [
        Step(
            row.due_on,
            wareki_short(row.due_on),
            "(内容は個票で確かめてください)" if hidden else row.title,
            row.due_on < on,
        )
        for row in rows
    ]


def _protected_page(file: CaseFile, case: DeskCase) -> CasePage:
    steps = [
        Step(row.due_on, wareki_short(row.due_on), "(内容は個票で確かめてください)", "late" in case.heat.because)
        for row in case.follow_ups
    ]
    return CasePage(file.pk, file.number, file.shown_name, True, case.heat.hot, ("要確認",), steps)


class _Known:
    """Everything about some files, read at once; rows of merged files count for the file that is kept."""

    def __init__(self, files: Sequence[CaseFile], *, on: date) -> None:
        self.on = on
        self.roots = families_of(file.pk for file in files)
        ids = list(self.roots)
        self.protected = {self.roots[pk] for pk in protected_families(ids, on=on)}
        codes = {file.place_code for file in files if file.place_code}
        self.places = {place.code: place.full_name for place in _places(codes)}
        self.wishes: dict[int, list[str]] = defaultdict(list)
        for wish in Wish.objects.filter(case_file_id__in=ids).order_by("pk"):
            self.wishes[self.roots[wish.case_file_id]].append(wish.get_interest_display())
        self.members: dict[int, list[HouseholdMember]] = defaultdict(list)
        households = [file.household_id for file in files if file.household_id]
        for member in HouseholdMember.objects.filter(household_id__in=households).order_by("pk"):
            self.members[member.household_id].append(member)
        self.events: dict[int, list[Engagement]] = defaultdict(list)
        rows = Engagement.objects.filter(case_file_id__in=ids).select_related("kind")
        for event in rows.order_by("-occurred_at", "-pk").iterator(chunk_size=2000):
            kept = self.events[self.roots[event.case_file_id]]
            if len(kept) < EVENTS:
                kept.append(event)
        self.questions: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for question in questions_of(ids):
            given = list(question.answers.all())
            if given and len(self.questions[self.roots[question.case_file_id]]) < ANSWERS:
                asked = f"{wareki_short(local_date(question.asked_at))} 質問: {_short(question.text)}"
                answer = f"{wareki_short(local_date(given[-1].answered_at))} 回答: {_short(given[-1].text)}"
                self.questions[self.roots[question.case_file_id]].append((asked, answer))
        self.notes: dict[tuple[int, bool], int] = defaultdict(int)
        standing = Note.objects.filter(case_file_id__in=ids, withdrawn_at=None)
        for pk, sensitive in standing.values_list("case_file_id", "sensitive"):
            self.notes[self.roots[pk], sensitive] += 1

    def is_protected(self, file: CaseFile) -> bool:
        return file.pk in self.protected

    def page(self, file: CaseFile, case: DeskCase) -> CasePage:
        members = self.members.get(file.household_id or 0, [])
        events = self.events[file.pk]
        language = LANGUAGES.get(file.language, file.language)
        return CasePage(
            file.pk,
            file.number,
            file.shown_name,
            protected=False,
            hot=case.heat.hot,
            because=[warm.label for warm in case.heat.because],
            steps=steps_of(case.follow_ups, on=self.on),
            facts=self._facts(file, members, language),
            household=[self._member(member) for member in members],
            care=file.contact_care,
            language=language,
            stage=file.get_stage_display(),
            last_contact=wareki_short(local_date(file.touched_at)),
            events=[_event(event) for event in events],
            answers=self.questions[file.pk],
            notes=self.notes[file.pk, False],
            sensitive_notes=self.notes[file.pk, True],
        )

    def _facts(self, file: CaseFile, members: Sequence[HouseholdMember], language: str) -> list[tuple[str, str]]:
        children = [member for member in members if member.relation == Relation.CHILD]
        known = [
            ("段階", file.get_stage_display()),
            ("連絡の言語", language),
            ("連絡の根拠", file.get_contact_basis_display()),
            ("関心", "、".join(self.wishes[file.pk])),
            ("希望の時期", file.wished_on),
            ("暮らし方", file.get_lifestyle_display()),
            ("きっかけ・理由", file.get_why_here_display()),
            ("いまの住まい", self.places.get(file.place_code, "")),
            ("世帯の形", file.get_household_type_display()),
            ("子ども", f"{len(children)}人" if members else ""),
            ("最後の連絡", wareki_short(local_date(file.touched_at))),
        ]
        return [(term, value) for term, value in known if value]

    def _member(self, member: HouseholdMember) -> str:
        age = f"{age_on(member.birth_on, self.on)}歳" if member.birth_on else ""
        return " ".join(filter(None, [member.get_relation_display(), member.name, age, member.remark]))


def _event(event: Engagement) -> str:
    channel = f"({Channel.of(event.channel).label})" if event.channel else ""
    return f"{wareki_short(local_date(event.occurred_at))} {event.kind.label}{channel}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[:EXCERPT]}…"


def _places(codes: set[str]) -> Iterable[Place]:
    return Place.objects.select_related("prefecture", "parent").filter(code__in=codes)
