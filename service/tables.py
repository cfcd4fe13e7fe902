"""Every table there is, in one place, so that migrations see them all."""

from catalog import agencies, branches, countries, deposits, employers, licences, occupations, posts, vacancies, vetting
from catalog.ground import journal, outbox, rates, vault
from matching import applications, citizens, notices, placements, profiles, reports, searches, terms
from service import accounts, attempts, dossier, drafts, once, retention
from service.accounts import invitations, numbers, second, signins
from service.casework import (
    acts,
    advice,
    approvals,
    audits,
    books,
    callbacks,
    clocks,
    contacts,
    evidence,
    gatherings,
    groups,
    instalments,
    ledger,
    letters,
    limits,
    notes,
    opinions,
    origins,
    owners,
    parties,
    payees,
    phrases,
    questions,
    referrals,
    reminders,
    rotations,
    saved,
    screenings,
    shares,
    steps,
    texts,
    wages,
    warnings,
)  # fmt: skip
from service.reporting import bodies, catalogue, frozen, remarks, signed

MODULES = (
    *(journal, rates, vault, outbox, countries, posts, occupations, employers, agencies, branches, licences, deposits),
    *(
        vacancies,
        vetting,
        citizens,
        placements,
        profiles,
        applications,
        notices,
        searches,
        reports,
        terms,
        accounts,
        invitations,
        numbers,
        second,
        signins,
        attempts,
        once,
        drafts,
    ),
    *(advice, contacts, texts, gatherings, phrases, callbacks, questions, origins, wages, notes, steps, acts, owners),
    *(books, ledger, instalments, approvals, parties, payees, groups, shares, limits, clocks, reminders, referrals),
    *(screenings, warnings, letters, evidence, opinions, rotations, audits, saved, dossier, retention),
    *(signed, catalogue, bodies, remarks, frozen),
)
