"""Which broker may work at the counter."""

from kayoi.kit.verdict import Reason, Verdict, verdict
from kayoi.programmes.homes.states import BrokerStatus


def may_invite_broker(status: BrokerStatus) -> Verdict:
    """Answer whether a broker gets a log-in (業者を窓口に招けるか): only who is on the register.

    Source: domain section 4.1 step 4 (registered brokers mediate)
    """
    return verdict([] if status is BrokerStatus.ACTIVE else [Reason("homes.broker_not_active")])
