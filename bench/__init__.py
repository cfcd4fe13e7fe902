"""How fast and how well, against others, in one run."""
