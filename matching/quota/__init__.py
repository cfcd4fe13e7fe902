"""Rounds of quota seats: entries, the draw, its published results and seat offers."""
