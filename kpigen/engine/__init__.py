"""Runs MkDocs in a process of its own, which is warm by the time the pages are written."""
