"""Who did what, when, why and for whom: append-only entries, and the one function that changes a status.

For everybody who must answer for a change later. It is not a log of the machine.
"""
