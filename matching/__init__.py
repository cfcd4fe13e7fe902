"""Matching of persons and vacancies: names, lexicon, scores, search, applications and journeys."""
