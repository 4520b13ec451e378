"""Registers of people who belong to a town without living there, and the mirror of the national one (ふるさと住民).

For whoever helps a town from outside, the office that registers, hosts of activities, and counters that give a benefit.
Conditions and benefits are rulesets, cards are the matter of credentials, money of the ledger. It is not the national
register: what is known of that is a copy, claimed by the person or confirmed by a file. It gives no vote, no 住民票.
"""
