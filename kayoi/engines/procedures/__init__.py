"""Procedures: what can be applied for, by form or on paper, for oneself or for another; papers, decision, letters.

It knows no programme: what an application is about, and what follows from a decision, its programme says.
"""
