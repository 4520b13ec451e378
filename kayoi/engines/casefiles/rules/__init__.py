"""Rules of case files: about files and names, and how often somebody has to do with the town."""

from kayoi.engines.casefiles.rules.files import (
    Comparison,
    Identifying,
    compare,
    corporate_number,
    identity_confirmed,
    kept_until,
    longest,
    may_merge,
    misheard_by,
    search_terms,
    status_at_first,
    still_open,
)

__all__ = [
    "Comparison",
    "Identifying",
    "compare",
    "corporate_number",
    "identity_confirmed",
    "kept_until",
    "longest",
    "may_merge",
    "misheard_by",
    "search_terms",
    "status_at_first",
    "still_open",
]
