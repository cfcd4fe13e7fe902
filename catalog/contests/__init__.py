"""Contests for quotas and the bids of agencies."""
