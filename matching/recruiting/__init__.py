"""Candidates as recruiters and officers see them."""
