"""Ledger: accounts and what passes between them, never more than there is; budgets, points, rents.

It knows no programme: what an account is for, and why something passes, its programme says.
"""
