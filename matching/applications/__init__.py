"""Applications for a vacancy and the states they pass through."""
