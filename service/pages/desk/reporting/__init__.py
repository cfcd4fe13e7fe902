"""Figures, returns and the annual report at the desk."""
