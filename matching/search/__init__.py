"""Search for vacancies: query, index, filters, suggestions and saved searches."""
