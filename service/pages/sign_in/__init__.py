"""Signing in, lost numbers, invitations and leaving."""
