"""Forms that every list of the desk has: columns, saved filters and export."""
