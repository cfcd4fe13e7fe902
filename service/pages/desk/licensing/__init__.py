"""Licensing of agencies at the desk."""
