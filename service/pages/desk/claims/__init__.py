"""Wage claims at the desk."""
