"""Figures: their definitions, what they count, and the periods they are counted for."""
