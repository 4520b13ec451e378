"""A desk that changes hands: preview, reading order, one page a case, and the paper."""

from kayoi.doors.workspace.selectors.hand_over.cases import CasePage, Step, case_pages
from kayoi.doors.workspace.selectors.hand_over.reading import Preview, Reading, case_of, preview, reading
from kayoi.doors.workspace.selectors.hand_over.typesetting import paper

__all__ = ["CasePage", "Preview", "Reading", "Step", "case_of", "case_pages", "paper", "preview", "reading"]
