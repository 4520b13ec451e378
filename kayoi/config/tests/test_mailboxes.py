"""Where mails are fetched from, and where answers go: what cannot be meant is refused at the start."""

import pytest

from kayoi.config import mailboxes
from kayoi.config.env import BadSetting

GOOD = '[ina]\nhost = "imap.example.jp"\nuser = "iju"\npassword = "s3cret"\n'


def test_a_table_for_each_town() -> None:
    found = mailboxes.read(GOOD + '[sado]\nhost="localhost"\nuser="u"\npassword="p"\nsecurity="none"\nport=143\n')
    assert (found["ina"].port, found["ina"].security, found["ina"].folder) == (993, "tls", "INBOX")
    assert found["sado"].name == "u@localhost:143/INBOX"
    assert mailboxes.read("") == {}


@pytest.mark.parametrize(
    "text",
    [
        "ina = 1", "not toml", '[ina]\nhost = "x"\n', GOOD + "port = '993'\n", GOOD + 'security = "none"\n',
        GOOD + 'security = "ssl"\n', GOOD + "secure = true\n",
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_without_the_password(text: str) -> None:
    with pytest.raises(BadSetting) as refused:
        mailboxes.read(text)
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("pattern", ["", "{town}+{token}@reply.example", "in+{token}@reply.example"])
def test_good_reply_addresses(pattern: str) -> None:
    mailboxes.check_reply_address(pattern)


@pytest.mark.parametrize("pattern", ["iju@ina.example", "{token}@x.jp", "a+{token}@{x}", "a+{token}@b@c", "a+{token}"])
def test_reply_addresses_that_bring_nothing_back(pattern: str) -> None:
    with pytest.raises(BadSetting):
        mailboxes.check_reply_address(pattern)
