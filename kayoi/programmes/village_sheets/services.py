"""Changes of village_sheets."""
