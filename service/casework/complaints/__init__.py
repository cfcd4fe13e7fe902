"""Complaints about agencies, their deadlines and decisions."""
