"""Casework: legal advice and unpaid wages, from the first call to the money in the worker's
hand."""
