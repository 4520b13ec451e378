"""Sizes, names and places of files; what the import linter cannot see."""

import ast
import re
from pathlib import Path

from django.apps import apps
from django.db import models
from django.db.models.functions import Now

from kayoi.foundation.tenancy.models import TenantModel
from kayoi.foundation.tenancy.row_security import own_models, tenant_models
from tests.guards.sources import ROOT, Source, bad, functions, product, sources

FLOORS = ["kit", "foundation", "engines", "programmes", "strategy", "doors", "config"]
BANNED = {"utils", "helpers", "common", "base", "misc", "util", "helper", "lib", "shared"}
FILE, FILE_OF_TESTS, FUNCTION, VIEW = 300, 500, 60, 25


def too_long(source: Source) -> bool:
    if source.path.name == "0001_initial.py":
        return False  # written by Django from the models, one a room until the first release
    return source.text.count("\n") > (FILE_OF_TESTS if source.is_test or source.is_migration else FILE)


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = (first.end_lineno or 0) if documented else node.lineno
    return (node.end_lineno or 0) - start


def test_files_are_short() -> None:
    assert [str(source.path) for source in sources() if too_long(source)] == []
    assert too_long(bad("x = 1\n" * 301))


def long_functions(source: Source) -> list[str]:
    views = "views" in source.module.split(".")
    most = VIEW if views else FUNCTION
    return [f"{source.path}:{node.name} ({length(node)})" for node in functions(source) if length(node) > most]


def test_functions_and_views_are_short() -> None:
    assert [name for source in sources() for name in long_functions(source)] == []
    assert long_functions(bad("def view(request):\n" + "    x = 1\n" * 26, "kayoi/doors/bad/views.py"))
    assert not long_functions(bad("def change():\n" + "    x = 1\n" * 26))


def test_no_file_is_called_utils() -> None:
    # Django looks for a backend of the database in a module of that name.
    named = [source.path for source in sources() if source.module != "kayoi.kit.postgresql.base"]
    assert {part.removesuffix(".py") for path in named for part in path.parts} & BANNED == set()


def test_every_folder_with_code_is_a_package() -> None:
    loose = [
        str(folder.relative_to(ROOT))
        for folder in (ROOT / "kayoi").rglob("*")
        if folder.is_dir() and any(folder.glob("*.py")) and not (folder / "__init__.py").exists()
    ]
    assert loose == []


def floor(module: str) -> int | None:
    parts = module.split(".")
    return FLOORS.index(parts[1]) if parts[0] == "kayoi" and len(parts) > 1 and parts[1] in FLOORS else None


def upward_keys(found: list[type[models.Model]]) -> list[str]:
    wrong = []
    for model in found:
        for field in model._meta.concrete_fields:
            target = field.related_model
            if not isinstance(field, models.ForeignKey) or not isinstance(target, type):
                continue
            here, there = floor(model.__module__), floor(target.__module__)
            if here is not None and there is not None and here < there:
                wrong.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    return wrong


def test_foreign_keys_run_downward() -> None:
    assert upward_keys(own_models()) == []


def test_guard_sees_an_upward_key() -> None:
    class Bad(models.Model):
        question = models.ForeignKey("consultations.Question", models.CASCADE)

        class Meta:
            app_label = "casefiles"

    Bad.__module__ = "kayoi.engines.casefiles.models"
    try:
        assert upward_keys([Bad]) == ["casefiles.Bad.question -> consultations.Question"]
    finally:
        del apps.all_models["casefiles"]["bad"]
        apps.clear_cache()


def upward_templates(path: Path, text: str) -> list[str]:
    """Return names of templates and pages of a higher room that a template mentions."""
    here = floor(".".join(path.relative_to(ROOT).parts) if path.is_absolute() else ".".join(path.parts))
    rooms = {app.label: floor(app.name) for app in apps.get_app_configs() if app.name.startswith("kayoi.")}
    names = re.findall(r"{% (?:include|extends) [\"']([\w-]+)/", text) + re.findall(r"{% url [\"']([\w-]+):", text)
    # The layouts' entry points are the one thing that lower rooms may link to: they are where "back" leads.
    allowed = (
        {"workspace", "portal", "consultations"}
        if here is not None and here >= FLOORS.index("programmes")
        else {"portal"}
    )
    return [
        name
        for name in names
        if here is not None and (level := rooms.get(name)) is not None and level > here and name not in allowed
    ]


def test_templates_use_nothing_from_above() -> None:
    wrong = {
        str(path.relative_to(ROOT)): found
        for path in (ROOT / "kayoi").rglob("templates/**/*.html")
        if (found := upward_templates(path, path.read_text(encoding="utf-8")))
    }
    assert wrong == {}
    assert upward_templates(Path("kayoi/engines/x/templates/x/a.html"), '{% include "workspace/file.html" %}') == [
        "workspace"
    ]


def test_tenant_models_keep_their_manager() -> None:
    assert [model for model in tenant_models() if model._meta.base_manager_name != "objects"] == []
    assert [model for model in own_models() if model._meta.auto_created] == [], "automatic many-to-many tables"


def loose_unique(model: type[TenantModel]) -> list[str]:
    wrong = [field.name for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and (constraint.fields or ("",))[0] != "organization":
            wrong.append(constraint.name)
    return wrong


def test_unique_constraints_of_tenant_tables_begin_with_organization() -> None:
    assert {model._meta.label: found for model in tenant_models() if (found := loose_unique(model))} == {}


LOGIN_SIDE = {
    "identity.User", "identity.Household", "identity.Person", "identity.HouseholdMember", "identity.IdentityProof",
}  # fmt: skip


def test_every_model_is_somebodys() -> None:
    nobodys = [
        model._meta.label
        for model in own_models()
        if not issubclass(model, TenantModel)
        and not getattr(model, "reference", False)
        and not hasattr(model, "town_changes")
        and model._meta.label not in LOGIN_SIDE
    ]
    assert nobodys == []


def test_the_databases_clock_is_a_default_only() -> None:
    for model in own_models():
        for field in model._meta.concrete_fields:
            assert not isinstance(field.default, Now)
            assert not getattr(field, "auto_now", False)
            assert not getattr(field, "auto_now_add", False)


def queries_in(source: Source) -> list[str]:
    """Return attribute chains that query or save, as views must not."""
    verbs = {"save", "bulk_create", "update_or_create", "get_or_create", "aggregate", "annotate", "raw"}
    return [
        f"{source.path}:{node.lineno} .{node.func.attr}()"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in verbs
    ]


def test_views_neither_save_nor_compute() -> None:
    views = [source for source in product() if "views" in source.module.split(".")]
    assert views
    assert [found for source in views for found in queries_in(source)] == []
    assert queries_in(bad("def view(request):\n    request.user.save()\n", "kayoi/doors/bad/views.py"))
