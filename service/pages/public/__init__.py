"""Pages that anybody reads: search, agencies, offers, countries, the report."""
