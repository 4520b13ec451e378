"""Houses and stays, shaped for pages."""
