"""Checking an offer or a recruiter, and reports of fraud."""
