"""The daily digest and reminders of dates that run out."""
