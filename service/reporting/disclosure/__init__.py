"""Statistical disclosure control: which numbers are hidden before publication."""
