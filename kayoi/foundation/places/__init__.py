"""Places (地域): prefectures and municipalities, what they were before, their official figures, their outlines.

For every app that names a town by its code, searches one, or says something about it. It is not about what a town
does in Kayoi (tenancy's Organization, which carries the code of its place).
"""
