"""Procedures, applications, what belongs to them, and what was decided."""

from kayoi.engines.procedures.models.applications import Application, ApplicationLink, Proxy
from kayoi.engines.procedures.models.decisions import Decision, Judgement, Stamp
from kayoi.engines.procedures.models.letters import Letter, LetterCounter
from kayoi.engines.procedures.models.papers import Document, Page, Paper
from kayoi.engines.procedures.models.procedures import Form, Procedure

__all__ = [
    "Application",
    "ApplicationLink",
    "Decision",
    "Document",
    "Form",
    "Judgement",
    "Letter",
    "LetterCounter",
    "Page",
    "Paper",
    "Procedure",
    "Proxy",
    "Stamp",
]
