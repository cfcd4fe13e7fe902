"""The desk of a private agency."""
