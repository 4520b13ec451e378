"""Trials of a changed rule on past applications: what is worked out, and as pages and files show it."""
