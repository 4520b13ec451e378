"""Forms of questionnaires on pages."""
