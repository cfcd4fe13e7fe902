"""Requests that a second person decides, whatever they are about."""
