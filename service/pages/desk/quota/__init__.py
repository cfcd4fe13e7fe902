"""Rounds of quota seats and contests for quotas at the desk."""
