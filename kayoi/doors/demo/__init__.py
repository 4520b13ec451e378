"""The demonstration: invented people in real towns, one log-in per role, mails that can be read on a page.

For trying Kayoi out on one's own machine. It refuses to exist where KAYOI_DEMO is not set, and answers loopback only.
"""
