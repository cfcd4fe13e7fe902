"""Vacancies abroad: their terms, vetting, seats and the list of each agency."""
