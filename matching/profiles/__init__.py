"""Profiles: what persons who look for work state about themselves."""
