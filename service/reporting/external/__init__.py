"""Body returns: figures that other bodies report for a year."""
