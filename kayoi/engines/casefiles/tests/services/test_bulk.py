"""Many files at once: the same numbers, keys and time lines as one by one."""

from datetime import datetime

from kayoi.engines.casefiles import selectors, services
from kayoi.engines.casefiles.models import CaseFile, Engagement
from kayoi.engines.casefiles.selectors import checks
from kayoi.engines.casefiles.services import Entry, Happening
from kayoi.engines.casefiles.states import CaseFileStatus
from kayoi.foundation.tenancy.models import Organization
from kayoi.kit.actor import system
from kayoi.kit.dates import JST

BY = system("test")
ASKED = datetime(2024, 3, 29, 10, tzinfo=JST)
ANSWERED = datetime(2024, 4, 2, 10, tzinfo=JST)


def write(*entries: Entry, at: datetime) -> list[CaseFile]:
    made = services.write_entries(entries=entries, cause="test.Row", by=BY, at=at)
    files = CaseFile.objects.without_search().in_bulk([each.file_id for each in made])
    return [files[each.file_id] for each in made]


def test_what_happened_in_the_past_has_numbers_of_its_year(in_ina: Organization, at: datetime) -> None:
    before = services.open_case_file(fields={"name": "一"}, by=BY, at=at)
    happenings = [Happening("question", ASKED, "telephone", "q1"), Happening("answer", ANSWERED, "telephone", "q1")]
    past = Entry("1", fields={"name": "山田 花"}, happenings=happenings, opened_at=ASKED, status=CaseFileStatus.CLOSED)
    files = write(past, Entry("2", fields={"name": "鈴木 健"}), Entry("3", opened_at=ASKED), at=at)
    assert before.number == "2026-00001"
    assert [file.number for file in files] == ["2023-00001", "2026-00002", "2023-00002"]
    assert [file.status for file in files] == ["closed", "open", "open"]
    assert [(file.opened_at, file.touched_at) for file in files] == [(ASKED, ANSWERED), (at, at), (ASKED, at)]
    assert services.open_case_file(fields={}, by=BY, at=ANSWERED.replace(month=3)).number == "2023-00003"
    told = Engagement.objects.order_by("pk").values_list("case_file", "kind", "unit", "cause", "reference")
    assert list(told) == [(files[0].pk, kind, "件", "test.Row", "q1") for kind in ("question", "answer")]
    assert [file.pk for file in selectors.find_case_files("山田")] == [files[0].pk]
    assert (checks.keys_out_of_date(), checks.touched_too_early(), checks.numbers_ahead_of_counter()) == (0, 0, 0)


def test_a_file_that_is_there_is_touched_by_the_last_event(in_ina: Organization, at: datetime) -> None:
    file = services.open_case_file(fields={"name": "一"}, by=BY, at=ASKED)
    happenings = [Happening("question", ANSWERED), Happening("answer", ASKED)]
    (same,) = write(Entry("1", file_id=file.pk, happenings=happenings, notes=["雪が心配"]), at=at)
    assert (same.pk, same.touched_at) == (file.pk, ANSWERED)
    assert set(Engagement.objects.values_list("reference", flat=True)) == {"1"}
    assert [note.written_at for note in same.notes.all()] == [ANSWERED]
