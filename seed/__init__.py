"""Initial data of the service: reference data with sources, and invented demonstration data."""
