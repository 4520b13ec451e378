"""Tags of pages about houses."""
