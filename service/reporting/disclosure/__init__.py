"""Statistical disclosure control: which numbers are hidden before anything is published."""
