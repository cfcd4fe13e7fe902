"""Checks of offers and recruiters, and reports of fraud."""
