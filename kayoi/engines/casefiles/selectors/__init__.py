"""Reads of case files: for staff, for the person, and checks."""

from kayoi.engines.casefiles.selectors.bodies import about_body, bodies_of, body_of, known_body
from kayoi.engines.casefiles.selectors.doubles import Duplicate, duplicates_of, identifying, protected_among
from kayoi.engines.casefiles.selectors.families import (
    families_of,
    family_ids,
    is_protected,
    protected_families,
    protected_files,
    roots_of,
)
from kayoi.engines.casefiles.selectors.files import (
    FileDetail,
    case_file,
    detail,
    facts_on,
    hidden_notes,
    kept_until_of,
)
from kayoi.engines.casefiles.selectors.finding import (
    Passage,
    find_case_files,
    ids_found,
    notes_with,
    passages_with,
    past_query,
)
from kayoi.engines.casefiles.selectors.persons import Relation, relations_of_person

__all__ = [
    "Duplicate",
    "FileDetail",
    "Passage",
    "Relation",
    "about_body",
    "bodies_of",
    "body_of",
    "case_file",
    "detail",
    "duplicates_of",
    "facts_on",
    "families_of",
    "family_ids",
    "find_case_files",
    "hidden_notes",
    "identifying",
    "ids_found",
    "is_protected",
    "kept_until_of",
    "known_body",
    "notes_with",
    "passages_with",
    "past_query",
    "protected_among",
    "protected_families",
    "protected_files",
    "relations_of_person",
    "roots_of",
]
