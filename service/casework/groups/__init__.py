"""Group claims: many workers of one employer."""
