"""What the tests of pages share: where files go, and a procedure that is open."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from kayoi.engines.procedures.models import Procedure
from kayoi.engines.procedures.tests.factories import make_procedure
from kayoi.foundation.tenancy import scope
from kayoi.foundation.tenancy.models import Organization


@pytest.fixture
def uploads(settings: Any, tmp_path: Path) -> None:
    settings.UPLOADS = tmp_path


@pytest.fixture
def procedure(ina: Organization) -> Procedure:
    with scope.of_organization(ina.pk):
        return make_procedure(at=timezone.now())
