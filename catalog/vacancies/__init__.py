"""Vacancies abroad: their terms, vetting, seats and the agency's own list."""
