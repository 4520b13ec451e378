"""Pages of the plan: for visitors and families, for staff."""
