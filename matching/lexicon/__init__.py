"""Names of occupations in five languages, and the classifier of titles."""
