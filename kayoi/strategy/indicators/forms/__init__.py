"""Shape of years, of official figures, of answer sheets and of cross tables."""
