"""Decisions of imports on plain values: what a column means, what a row says, who is the same person."""
