"""Benches: CPU per request as a ratio to a control in the same run; never part of the tests."""
