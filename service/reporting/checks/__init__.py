"""Checks of the figures of a printed report against one another."""
