"""Identity of persons: their record, likely duplicates and matching of names."""
