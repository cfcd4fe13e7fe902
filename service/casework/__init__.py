"""Casework: legal advice and wage claims, from the first call to the paid-out money."""
