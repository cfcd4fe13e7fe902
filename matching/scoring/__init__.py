"""How well a person and a vacancy fit: eligibility, points and their rules."""
