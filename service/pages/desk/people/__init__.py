"""Persons, duplicates and erasure at the desk."""
