"""Accounts, the journal and supervision at the desk."""
