"""Quota rounds: entries, the lottery, its published results and seat offers."""
