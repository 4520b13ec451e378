"""Checks of refunds for `manage.py verify`: how many rows of the open organization are not sound."""

from django.db.models import F, Sum

from kayoi.programmes.schemes.models import Grant, Instalment, Recovery, Repayment


def received_unlike_repayments() -> int:
    """Count refunds whose sums are not those of what came in, or not what their grant says."""
    rows = Repayment.objects.filter(reversals=None).order_by().values_list("recovery")
    sums = {
        pk: tuple(yen)
        for pk, *yen in rows.annotate(Sum("principal_yen"), Sum("surcharge_yen"), Sum("interest_yen"))
    }  # fmt: skip
    known = Recovery.objects.values_list("pk", "received_yen", "surcharge_yen", "interest_yen")
    wrong = sum(sums.get(pk, (0, 0, 0)) != tuple(found) for pk, *found in known)
    demanded = Recovery.objects.filter(demanded_yen__gt=0)
    return (
        wrong + demanded.exclude(grant__returned_yen=F("received_yen"), grant__to_return_yen=F("demanded_yen")).count()
    )


def parts_unlike_rest() -> int:
    """Count refunds whose parts are more than was demanded."""
    sums = Instalment.objects.order_by().values_list("recovery").annotate(Sum("amount_yen"))
    demanded = dict(Recovery.objects.values_list("pk", "demanded_yen"))
    return sum(yen > demanded[pk] for pk, yen in sums)


def returning_without_recovery() -> int:
    """Count grants of which something is asked back without a refund that says why."""
    known = Recovery.objects.filter(demanded_yen__gt=0).values("grant")
    return Grant.objects.filter(to_return_yen__gt=0).exclude(pk__in=known).count()
