"""Every table there is, in one place, so that migrations see them all."""

from catalog import agencies, branches, countries, deposits, employers, licences, occupations, posts, vacancies, vetting
from catalog.ground import journal, outbox, rates, vault
from matching import citizens, reports, terms
from service import accounts, attempts, dossier, once, retention
from service.accounts import invitations, numbers, second, signins
from service.casework import advice, ledger, notes, steps, wages, warnings
from service.casework import advice, clocks, ledger, limits, notes, owners, reminders, steps, wages
from service.casework import (
    advice,
    callbacks,
    contacts,
    gatherings,
    ledger,
    notes,
    origins,
    phrases,
    questions,
    steps,
    texts,
    wages,
)
from service.casework import advice, ledger, notes, referrals, screenings, steps, wages

MODULES = (
    *(journal, rates, vault, outbox, countries, posts, occupations, employers, agencies, branches, licences, deposits),
    *(vacancies, vetting, citizens, reports, terms, accounts, invitations, numbers, second, signins, attempts, once),
    *(advice, wages, notes, steps, ledger, warnings, dossier, retention),
    *(advice, wages, notes, steps, ledger, owners, limits, clocks, reminders, dossier, retention),
    *(advice, wages, notes, steps, ledger, dossier, retention),
    *(contacts, texts, gatherings, phrases, callbacks, questions, origins),
    *(advice, wages, notes, steps, ledger, referrals, screenings, dossier, retention),
)
