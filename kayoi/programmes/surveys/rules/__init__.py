"""Rules of questionnaires on pages."""
