"""Keeping the service running: nightly work, metrics and the models of the database."""
