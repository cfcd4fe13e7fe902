"""Vetting, unclassified titles, failed searches and offer reports at the desk."""
