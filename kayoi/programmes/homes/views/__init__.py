"""Pages about houses."""
