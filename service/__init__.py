"""The service: casework, the report, and the pages, API and commands."""

import gc

# What a start loads stays: to look for rubbish in it again and again took a fifth of the start.
# Whoever serves sets it back.
USUAL = gc.get_threshold()
gc.set_threshold(50_000_000, 50, 50)
