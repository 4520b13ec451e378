"""Questionnaires (アンケート): versioned questions with branching, answer sheets, and tables that give nobody away.

Knows no programme: `about` beside a sheet is the word of whoever asks, such as one date of a tour.
"""
