"""Uploads: checked by content, made anew without places and scripts, stored by organization and hash.

For every app that takes pictures and papers. It is not a document archive: who may see a file is the caller's matter.
"""
