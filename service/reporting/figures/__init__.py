"""Figures: their definitions, their records, and the periods for which they are counted."""
