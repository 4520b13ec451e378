"""Run what is queued, here and now, in the test's own transaction."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from kayoi.kit.jobs import TryAgain


def run_jobs() -> list[str]:
    """Run every job that is due; return the names of those that ran. A job that asks for another try stays."""
    ran: list[str] = []
    postponed: set[int] = set()
    while job := ProcrastinateJob.objects.filter(status="todo").exclude(pk__in=postponed).order_by("id").first():
        try:
            app.tasks[job.task_name].func(**job.args)
        except TryAgain:
            postponed.add(job.pk)
            continue
        finally:
            ran.append(job.task_name)
        delete(job.pk)
    return ran


def delete(pk: int) -> None:
    """Remove a job that has been done (the model is read-only)."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [pk])
