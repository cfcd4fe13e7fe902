"""Advice sessions, questions and callbacks at the desk."""
