"""The report: figures that come out of the records, each with its unit and what it counts."""
