"""Placements abroad, arrivals and their import."""
