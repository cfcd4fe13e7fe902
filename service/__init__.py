"""The service: casework, the report, and the doors to everything."""
