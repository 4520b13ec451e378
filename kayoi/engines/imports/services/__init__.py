"""Changes of imports: take a workbook, try it, run it, undo it, forget it."""

from kayoi.engines.imports.services.forgetting import forget_workbooks
from kayoi.engines.imports.services.running import fail_run, finish_run, import_chunk, start_run
from kayoi.engines.imports.services.trying import (
    begin_trial,
    finish_trial,
    give_up_trial,
    plan_rows,
    try_run,
    write_rows,
)
from kayoi.engines.imports.services.undoing import finish_undo, undo_chunk, undo_run
from kayoi.engines.imports.services.uploading import (
    UnableToTakeWorkbook,
    change_columns,
    discard_run,
    set_header,
    take_workbook,
)

__all__ = [
    "UnableToTakeWorkbook",
    "begin_trial",
    "change_columns",
    "discard_run",
    "fail_run",
    "finish_run",
    "finish_trial",
    "finish_undo",
    "forget_workbooks",
    "give_up_trial",
    "import_chunk",
    "plan_rows",
    "set_header",
    "start_run",
    "take_workbook",
    "try_run",
    "undo_chunk",
    "undo_run",
    "write_rows",
]
