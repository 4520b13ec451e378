"""Contests: cause of their mails and judgings, their letter."""

CONTEST = "stays.contest"
LETTER = "stays/letters/contest_result"
