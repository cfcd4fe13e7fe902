"""Contracts: drafting, comparison with the vetted terms, signing."""
