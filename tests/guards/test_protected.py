"""Whether somebody is under protection measures (支援措置) is asked in one place, and no mail goes past it."""

import ast

from tests.guards.sources import Source, bad, product

# Who may touch the marks themselves; all others ask `casefiles.selectors`.
MARKS = {
    "kayoi.doors.workspace.views.on_file": "staff set and end them",
    "kayoi.doors.portal.services": "the list of what stays when a person leaves",
    "kayoi.doors.portal.selectors.export": "the list of what is not exported",
}
# Mails that go to nobody's file: to staff, brokers and hosts. Each says itself when it must be silent.
TO_OTHERS = {
    "kayoi.engines.followups.services.follow_ups": 1,
    "kayoi.doors.workspace.services": 1,
    "kayoi.programmes.homes.services.partners": 1,
    "kayoi.programmes.stays.services.sublessors": 1,
    "kayoi.programmes.stays.services.contests": 1,
    "kayoi.programmes.homes.services.telling_brokers": 1,
    "kayoi.programmes.appointments.services.telling": 1,
    "kayoi.programmes.appointments.services.hosts": 1,
    "kayoi.programmes.furusato.services.telling": 1,
    "kayoi.programmes.furusato.services.counters": 1,
}


def reads_marks(source: Source) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and any(name.name == "Protection" for name in node.names)
        for node in ast.walk(source.tree)
    )


def sent_to_no_file(source: Source) -> int:
    """Count calls of the outbox that name no case file."""
    calls = (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))
    sends = [call for call in calls if ast.unparse(call.func) == "messages.send"]
    return sum(all(word.arg != "case_file" for word in call.keywords) for call in sends)


def speaks_to_a_mail_server(source: Source) -> bool:
    return "django.core.mail" in {node.module for node in ast.walk(source.tree) if isinstance(node, ast.ImportFrom)}


def test_the_marks_are_read_in_one_place() -> None:
    readers = {source.module for source in product() if reads_marks(source)}
    assert {module for module in readers if not module.startswith("kayoi.engines.casefiles.")} == set(MARKS)
    assert reads_marks(bad("from kayoi.engines.casefiles.models import Protection"))


def test_every_mail_says_whose_it_is() -> None:
    found = {source.module: count for source in product() if (count := sent_to_no_file(source))}
    assert found == TO_OTHERS
    assert sent_to_no_file(bad("messages.send(template='x', to_address='a@example.jp', by=by, at=at)"))
    assert not sent_to_no_file(bad("messages.send(template='x', case_file=file, by=by, at=at)"))


def test_mails_leave_through_the_outbox_alone() -> None:
    speakers = {source.module for source in product() if speaks_to_a_mail_server(source)}
    assert speakers == {"kayoi.engines.messages.services.outbox"}
    assert speaks_to_a_mail_server(bad("from django.core.mail import send_mail"))
