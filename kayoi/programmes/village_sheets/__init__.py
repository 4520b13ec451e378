"""Honest village sheets: what life in a district asks and gives, the hard side included, approved before publishing.

For people who look for a place, and those who answer for it. It says nothing on lineage, creed or past place names.
"""
