"""Reads of case files: for staff, for the person, and checks."""

from kayoi.engines.casefiles.selectors.files import (
    Duplicate,
    FileDetail,
    case_file,
    detail,
    duplicates_of,
    family_ids,
    find_case_files,
    hidden_notes,
    identifying,
    kept_until_of,
    protected_ids,
    untouched_since,
)
from kayoi.engines.casefiles.selectors.persons import Relation, relations_of_person

__all__ = [
    "Duplicate",
    "FileDetail",
    "Relation",
    "case_file",
    "detail",
    "duplicates_of",
    "family_ids",
    "find_case_files",
    "hidden_notes",
    "identifying",
    "kept_until_of",
    "protected_ids",
    "relations_of_person",
    "untouched_since",
]
