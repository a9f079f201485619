"""Draws the page images of the demonstration archive from its own texts: `python -m archive.demo.drawing --help`."""
