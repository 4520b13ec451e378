"""Questionnaires on pages (アンケート): built by staff, answered on a phone, on paper or by telephone, shown in tables.

What a question, a sheet and a safe table are is the matter of the engine; what is asked about (a date of a tour, a
stay) is the matter of who asks. Whoever asks begins a sheet and leads to `surveys:answer`.
"""
