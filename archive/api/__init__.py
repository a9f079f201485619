"""What the archive gives to programs, under the same rule as its pages."""
