"""Foreign employers and early warnings at the desk."""
