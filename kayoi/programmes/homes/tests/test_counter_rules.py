"""Which broker may work at the counter."""

import pytest

from kayoi.programmes.homes.rules.counter import may_invite_broker
from kayoi.programmes.homes.states import BrokerStatus


@pytest.mark.parametrize("status", list(BrokerStatus))
def test_only_a_broker_on_the_register_is_invited(status: BrokerStatus) -> None:
    assert may_invite_broker(status).met is (status is BrokerStatus.ACTIVE)
