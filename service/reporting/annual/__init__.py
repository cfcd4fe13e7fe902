"""The annual report: counting, closing, publishing and verifying a year."""
