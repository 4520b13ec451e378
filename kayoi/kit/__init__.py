"""What has no domain and no models: dates, text, verdicts, sheets, charts, components."""
