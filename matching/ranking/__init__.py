"""The best vacancies for each person, one by one and for everybody at night."""
