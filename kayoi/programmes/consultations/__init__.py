"""Questions and consultations: asked on the portal or by telephone, answered, counted.

For visitors, persons and the staff of a town's desk.
"""
