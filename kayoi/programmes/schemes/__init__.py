"""What a town opens for applications without code: schemes, uses of facilities, registrations (支援制度・手続き).

For people who apply, staff who examine and decide, and whoever defines what can be applied for.
"""
