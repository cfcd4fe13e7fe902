"""The annual report: counting, closing, publishing and proving a year."""
