"""Selections: who gets scarce places, by a rule that is published before and can be recomputed after.

It knows no programme: what the places are, and whom a number stands for, its programme says.
"""
