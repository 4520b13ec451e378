"""Who and where: organizations, places, logins, the audit trail, files."""
