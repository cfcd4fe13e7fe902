"""Settings, database, permissions, limits, logs and locks."""
