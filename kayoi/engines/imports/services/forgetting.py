"""Forget workbooks and returned cells when nobody needs them any more: they hold what people said."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kayoi.engines.imports.models import ImportRun, Row
from kayoi.engines.imports.states import WORKING
from kayoi.foundation.audit import services as audit
from kayoi.kit.actor import Actor


@transaction.atomic
def forget_workbooks(*, before: datetime, by: Actor, at: datetime) -> int:
    """Forget workbooks, plans and returned cells of imports that were taken before (元のファイルを消す)."""
    old = ImportRun.objects.defer("data").filter(uploaded_at__lt=before).exclude(status__in=WORKING)
    cells = Row.objects.filter(run__in=old).exclude(Q(cells=[]) & Q(said=[]) & Q(plan={}))
    runs = list(old.filter(Q(data__isnull=False) | Q(pk__in=cells.values("run"))).order_by("pk"))
    for run in runs:
        Row.objects.filter(run=run).update(cells=[], said=[], plan={})
        ImportRun.objects.filter(pk=run.pk).update(data=None)
        audit.record("imports.forget", run, by=by, at=at)
    return len(runs)
