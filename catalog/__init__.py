"""The register: who may recruit for work abroad, and for which vacancies."""
