"""The report: figures counted from the records, each with its unit and definition."""
