"""Rules of trial stays: days, prices, possible dates, figures, what the law demands."""
