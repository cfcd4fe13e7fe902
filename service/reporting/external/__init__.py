"""Figures that other bodies report."""
