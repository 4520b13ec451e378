"""Background work as rows of the same database: enqueue by name, JST time tables, rescue of killed jobs.

Jobs may run twice (a worker can be killed after the work and before the row says so), so each must be safe to repeat.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

JST_AHEAD_H = 9
# 3, 9, 27 seconds … 16 hours, a day in all: a mail server may have to be repaired in between.


class TryAgain(Exception):
    """A job could not be done now, and nothing has been changed: run it again later."""


PATIENCE = RetryStrategy(max_attempts=10, exponential_wait=3, retry_exceptions=[TryAgain])


def enqueue(task: str, *, run_at: datetime | None = None, once: str | None = None, **arguments: int | str) -> None:
    """Add a job to the queue, in the caller's transaction. Arguments are ids and ISO dates.

    `once` names a lock: while a job with that name waits, a second one is not added.
    Raises TaskNotFound when no app declares the task.
    """
    options: dict[str, Any] = {"allow_unknown": False, "schedule_at": run_at, "queueing_lock": once}
    app.configure_task(task, **options).defer(**arguments)


def daily(time: str) -> Callable[[Callable[..., Any]], Any]:
    """Run a task each day at HH:MM Japanese time (cron strings are UTC)."""
    hour, minute = map(int, time.split(":"))
    return every(f"{minute} {(hour - JST_AHEAD_H) % 24} * * *")


def every(cron: str) -> Callable[[Callable[..., Any]], Any]:
    """Run a task by a UTC cron string; six fields: the last one counts seconds."""

    def decorate(function: Callable[..., Any]) -> Any:
        name = f"{function.__module__.removesuffix('.jobs').rsplit('.', 1)[-1]}.{function.__name__}"
        return app.periodic(cron=cron)(app.task(name=name, queueing_lock=name, pass_context=True)(function))

    return decorate


def task(function: Callable[..., None]) -> Any:
    """Declare a job; its name is <app>.<function>."""
    name = f"{function.__module__.removesuffix('.jobs').rsplit('.', 1)[-1]}.{function.__name__}"
    return app.task(name=name, retry=PATIENCE)(function)


@every("* * * * * */15")
async def rescue(context: object, timestamp: int) -> None:
    """Give jobs of killed workers back to the queue; nothing else does this."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


@every("20 18 * * *")
async def forget_finished(context: object, timestamp: int) -> None:
    """Remove rows of jobs that have ended (03:20 in Japan)."""
    await app.job_manager.delete_old_jobs(nb_hours=72, include_failed=False)
