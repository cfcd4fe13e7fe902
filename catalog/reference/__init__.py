"""Reference data: countries, occupations and posts abroad."""
