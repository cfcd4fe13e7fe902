"""Licensing of agencies: applications, licences, deposits, inspections and decisions by two
officers."""
