"""Which tests stay on one core, because what they share takes long to build; each other test goes where there is room.

pytest-xdist has a mark for that, which does nothing with pytest 9.2: it writes into a name that pytest has given up.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

# One site with the demonstration; one world that grows; threads that would wait for each other's cores.
TOGETHER = ("tests/browser/", "test_queries_do_not_grow_with_rows", "tests/races/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the browser, which takes longest, so that no core waits for it at the end.

    All else stays as it is: tests that write for good come after those that are rolled back.
    """
    items.sort(key=lambda item: TOGETHER[0] not in item.nodeid)


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Hand out these as one piece each, and all others one by one."""

    def _split_scope(self, nodeid: str) -> str:
        return next((part for part in TOGETHER if part in nodeid), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    """Let pytest-xdist hand out tests so."""
    return Together(config, log)
