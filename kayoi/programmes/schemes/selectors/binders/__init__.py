"""What is read for the auditor: all cases of a scheme and a year, their gaps, figures and papers."""
