"""Foreign employers in casework: records, opinions, warnings and scorecards."""
