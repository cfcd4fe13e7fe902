"""Personal data of a person: export, erasure, legal holds and retention."""
