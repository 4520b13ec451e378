"""Rulesets: rules of towns as dated data that answer met, not met or not yet known, and say why.

It knows no programme: what follows from an answer, procedures and programmes say.
"""
