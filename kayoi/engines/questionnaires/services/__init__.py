"""Changes to questionnaires: versions, sheets, published tables."""

from kayoi.engines.questionnaires.services.answering import (
    Started,
    UnableToReopen,
    UnableToSave,
    UnableToSubmit,
    new_code,
    reopen_sheet,
    save_draft,
    start_own,
    start_sheet,
    submit_sheet,
)
from kayoi.engines.questionnaires.services.publishing import UnableToPublish, publish_table
from kayoi.engines.questionnaires.services.removing import UnableToRemoveTexts, remove_texts
from kayoi.engines.questionnaires.services.versions import (
    UnableToOpen,
    UnableToWrite,
    close_version,
    make_questionnaire,
    open_version,
    write_version,
)

__all__ = [
    "Started",
    "UnableToOpen",
    "UnableToPublish",
    "UnableToRemoveTexts",
    "UnableToReopen",
    "UnableToSave",
    "UnableToSubmit",
    "UnableToWrite",
    "close_version",
    "make_questionnaire",
    "new_code",
    "open_version",
    "publish_table",
    "remove_texts",
    "reopen_sheet",
    "save_draft",
    "start_own",
    "start_sheet",
    "submit_sheet",
    "write_version",
]
