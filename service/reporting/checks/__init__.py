"""Report checks: comparisons of figures of a printed report with one another."""
