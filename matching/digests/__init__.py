"""The daily digest and reminders of expiry dates."""
