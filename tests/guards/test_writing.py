"""How changes are written: services with `by` and `at`, status moved by one function, reasons with sentences."""

import ast
import importlib
import inspect
import re
from collections.abc import Callable
from typing import Any

from django.apps import apps
from procrastinate.contrib.django import app as jobs

from kayoi.kit.moves import Transition
from kayoi.kit.sentences import REFUSALS as MOVES
from tests.guards.sources import ROOT, Source, bad, product

# Services that are not changes by somebody: they read settings or prepare something.
NOT_CHANGES = {"kayoi.foundation.identity.services.proofs.client"}
# Written by the function that takes an entry itself.
WITHOUT_BY = {"start_proof", "next_number", "_"}


def services() -> list[tuple[str, Callable[..., Any]]]:
    found: list[tuple[str, Callable[..., Any]]] = []
    for config in apps.get_app_configs():
        if not config.name.startswith("kayoi."):
            continue
        for source in product():
            if source.module.startswith(f"{config.name}.services"):
                module = importlib.import_module(source.module)
                found += [
                    (f"{source.module}.{name}", function)
                    for name, function in inspect.getmembers(module, inspect.isfunction)
                    if not name.startswith("_") and inspect.unwrap(function).__module__ == source.module
                ]
    return found


def complaints(name: str, function: Callable[..., Any]) -> list[str]:
    parameters = inspect.signature(function).parameters
    wrong = []
    if name not in NOT_CHANGES:
        if "at" not in parameters:
            wrong.append("no at")
        if "by" not in parameters and name.rpartition(".")[2] not in WITHOUT_BY:
            wrong.append("no by")
        positional = [p.name for p in parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD]
        if positional and not name.startswith("kayoi.foundation.audit."):
            wrong.append(f"positional {positional}")
    if not (function.__doc__ or "").strip():
        wrong.append("no docstring")
    return wrong


def test_services_say_who_and_when() -> None:
    found = services()
    assert len(found) > 40
    assert {name: wrong for name, function in found if (wrong := complaints(name, function))} == {}


def test_guard_sees_a_service_without_by_and_at() -> None:
    def change_file(file: int) -> None:
        pass

    assert complaints("x.change_file", change_file) == ["no at", "no by", "positional ['file']", "no docstring"]


def status_changes(source: Source) -> list[str]:
    """Return where .status is assigned, or set by update()."""
    wrong = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            wrong += [
                f"{source.path}:{node.lineno}" for t in targets if isinstance(t, ast.Attribute) and t.attr == "status"
            ]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update":
            wrong += [f"{source.path}:{node.lineno}" for k in node.keywords if k.arg == "status"]
    return wrong


def test_nothing_assigns_status() -> None:
    # Places have no life of their own here: their status comes with the official list of municipalities.
    searched = [source for source in product() if not source.module.startswith("kayoi.foundation.places")]
    assert [found for source in searched for found in status_changes(source)] == []


def test_guard_sees_an_assigned_status() -> None:
    for text in ("file.status = 'closed'", "CaseFile.objects.update(status='closed')", "file.status: str = 'x'"):
        assert status_changes(bad(text))


def reason_codes(source: Source) -> set[str]:
    return {
        str(node.args[0].value)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Reason"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def sentences() -> dict[str, Any]:
    found = dict(MOVES)
    for source in product():
        if source.module.endswith(".forms") or ".forms." in source.module:
            found |= getattr(importlib.import_module(source.module), "REFUSALS", {})
    return found


# Shown by the form itself, with the names in it.
SHOWN_BY_FORM = {"messages.unknown_place"}


def test_every_reason_has_a_sentence_and_every_sentence_a_reason() -> None:
    codes = set().union(*(reason_codes(source) for source in product()))
    assert codes - SHOWN_BY_FORM == set(sentences())
    assert reason_codes(bad("Reason('x.y')")) == {"x.y"}


def enqueued(source: Source) -> set[str]:
    return {
        str(node.args[0].value)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "enqueue"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def test_every_enqueued_job_exists() -> None:
    names = set().union(*(enqueued(source) for source in product()))
    assert names
    assert names - set(jobs.tasks) == set()
    assert enqueued(bad("enqueue('no.such')")) - set(jobs.tasks) == {"no.such"}


def machines() -> dict[str, tuple[Transition, ...]]:
    found = {}
    for source in product():
        if "states" in source.module.split("."):
            module = importlib.import_module(source.module)
            if hasattr(module, "TRANSITIONS"):
                found[source.module] = module.TRANSITIONS
    return found


def unreachable(transitions: tuple[Transition, ...]) -> set[str]:
    """Return states that no path from the first transition's sources reaches."""
    reached = set(transitions[0].sources)
    while more := {t.target for t in transitions if t.sources & reached} - reached:
        reached |= more
    return {state for t in transitions for state in (*t.sources, t.target)} - reached


def test_every_state_is_reached_and_every_action_is_done_by_a_service() -> None:
    for module, transitions in machines().items():
        assert unreachable(transitions) == set(), module
        room = module.partition(".states")[0].replace(".", "/")
        text = (
            "".join(p.read_text() for p in (ROOT / room).rglob("services*/*.py"))
            or (ROOT / room / "services.py").read_text()
        )
        text += (ROOT / room / "services.py").read_text() if (ROOT / room / "services.py").exists() else ""
        for transition in transitions:
            assert re.search(rf"\"{transition.action}\"", text), f"{module}: nobody does {transition.action}"
    assert unreachable((Transition("a", {"x"}, "y"), Transition("b", {"z"}, "y"))) == {"z"}


def rule_complaints(name: str, function: Callable[..., Any], tests: str) -> list[str]:
    doc = function.__doc__ or ""
    wrong = [] if "Source:" in doc else ["no Source"]
    return wrong if re.search(rf"\b{name}\b", tests) else [*wrong, "no test"]


def test_rules_have_a_source_and_tests() -> None:
    wrong = {}
    for source in product():
        parts = source.module.split(".")
        if "rules" not in parts:
            continue
        room = ROOT.joinpath(*parts[: parts.index("rules")])
        tests = "".join(path.read_text(encoding="utf-8") for path in (room / "tests").rglob("*.py"))
        module = importlib.import_module(source.module)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("_") or function.__module__ != source.module:
                continue
            if found := rule_complaints(name, function, tests):
                wrong[f"{source.module}.{name}"] = found
    assert wrong == {}


def test_guard_sees_a_rule_without_source_and_test() -> None:
    def may_fly() -> bool:
        """Answer whether it flies."""
        return True

    assert rule_complaints("may_fly", may_fly, "def test_other(): ...") == ["no Source", "no test"]
