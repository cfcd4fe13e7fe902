"""Worklists: claims, the morning list, supervision, audits and service levels."""
