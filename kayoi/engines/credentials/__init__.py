"""Credentials: cards that a town signs and a counter checks without asking anybody (登録者証).

It knows no programme: what a kind of card means, and whom a subject stands for, its programme says.
"""
