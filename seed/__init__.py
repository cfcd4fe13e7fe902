"""What the service starts out with: reference data with their sources, and an invented world to
walk through."""
