"""Every table there is, in one place, so that migrations see them all."""

from catalog import agencies, branches, countries, deposits, employers, licences, occupations, posts, vacancies, vetting
from catalog.ground import journal, rates, vault
from matching import citizens, offers, terms
from service import accounts, once
from service.casework import advice, ledger, steps, wages

MODULES = (
    journal, rates, vault, countries, posts, occupations, employers, agencies, branches, licences, deposits, vacancies, vetting,
    citizens, offers, terms, accounts, once, advice, wages, steps, ledger,
)  # fmt: skip
