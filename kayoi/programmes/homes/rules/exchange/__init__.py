"""Registers in and out: what columns and cells say, and what the national sites are given."""
