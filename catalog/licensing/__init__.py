"""Licensing of recruitment agencies: applications, licences, deposits, inspections and decisions by
two."""
