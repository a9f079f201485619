"""The demonstration archive: a small fictional archive of our own writing, and people for every role."""
