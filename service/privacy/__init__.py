"""A person's whole file: export, erasure, legal holds and retention."""
