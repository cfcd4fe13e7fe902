"""Desk pages of group claims."""
