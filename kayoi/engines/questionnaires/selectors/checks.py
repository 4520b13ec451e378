"""Checks of questionnaires for `manage.py verify`: how many of the open organization are not sound."""

from kayoi.engines.questionnaires.models import AnswerSheet, PublishedTable, Version
from kayoi.engines.questionnaires.rules.answering import may_save
from kayoi.engines.questionnaires.rules.cuts import read_cut
from kayoi.engines.questionnaires.rules.versions import fingerprint
from kayoi.engines.questionnaires.selectors import form_of
from kayoi.engines.questionnaires.selectors.tables import bare_table_of, survey_of
from kayoi.engines.questionnaires.states import SheetStatus


def versions_unlike_fingerprint() -> int:
    """Count versions whose questions are not those with which they were opened."""
    opened = Version.objects.exclude(fingerprint="")
    return sum(fingerprint(version.body, version.notice) != version.fingerprint for version in opened)


def sheets_unlike_questions() -> int:
    """Count sheets that were handed in with answers that the version does not allow; texts may be removed since."""
    sheets = AnswerSheet.objects.filter(status=SheetStatus.SUBMITTED).select_related("edition")
    forms = {version.pk: form_of(version) for version in Version.objects.exclude(fingerprint="")}
    return sum(may_save(forms[sheet.edition_id], sheet.answers).refused for sheet in sheets)


def anonymous_traceable() -> int:
    """Count sheets of anonymous questionnaires that are not marked so, or the other way round."""
    sheets = AnswerSheet.objects.values_list("anonymous", "edition__questionnaire__anonymous")
    return sum(one != other for one, other in sheets)


def tables_unlike_sheets() -> int:
    """Count published tables that show a number which the sheets do not give, or one that is small."""
    unsound = 0
    for version in Version.objects.filter(tables__isnull=False).distinct().select_related("questionnaire"):
        survey = survey_of(version)
        for table in survey.published:
            unsound += _differs(table, bare_table_of(survey, read_cut(table.cut, survey.form)).cells)
    return unsound


def _differs(table: PublishedTable, now: tuple[tuple[int | None, ...], ...]) -> bool:
    """Tell whether a shown number is not what it would be now; more may be hidden than by the table alone."""
    return any(
        shown is not None and shown != cell
        for line, other in zip(table.cells, now, strict=True)
        for shown, cell in zip(line, other, strict=True)
    )
