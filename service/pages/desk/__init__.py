"""The desk of those who work here, in packages by subject."""
