"""Texts of vetting: terms of vacancies that are compared, and short phrases for evidence."""

from collections.abc import Mapping
from types import MappingProxyType

from i18n import N_

# Terms beside those that contracts have too (journey_labels.TERM).
COMPARED = {
    "agency": N_("Recruiter"),
    "pay": N_("Pay"),
    "title": N_("Job title"),
    "seats": N_("Places"),
    "language_required": N_("Language"),
    "age": N_("Age"),
    "experience_years": N_("Years of experience"),
    "licence_required": N_("Proof of trade qualification"),
    "description": N_("Description"),
    "closes_on": N_("Closing date"),
    "quota": N_("Quota places"),
}

_CONTRACT = N_("The contract states it.")
# What officers often looked at, by point; the first is the usual one.
PHRASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "employer_exists": (
            N_("Found on the country’s online register of firms."),
            N_("Extract from the register is attached."),
        ),
        "intermediary_licensed": (
            N_("No foreign intermediary takes part."),
            N_("Licence checked on the country’s register."),
        ),
        "power_of_attorney": (N_("Original seen; signature and dates are in order."),),
        "demand_letter": (N_("Original seen; it states the same terms as the vacancy."),),
        "permit_basis": (
            N_("Quota decision seen."),
            N_("The country requires no permit for this work."),
        ),
        "contract_languages": (N_("Both language versions read; they state the same."),),
        "wage_floor": (N_("Compared with the legal minimum of the country."),),
        "hours_and_rest": (_CONTRACT, N_("In line with the labour law of the country.")),
        "housing": (_CONTRACT, N_("Photos of the housing seen."), N_("No housing is provided.")),
        "insurance": (_CONTRACT, N_("Policy seen.")),
        "passport_stays": (_CONTRACT, N_("The employer confirmed it in writing.")),
        "costs": (_CONTRACT, N_("The worker pays nothing to the agency.")),
        "return_ticket": (_CONTRACT, N_("The employer pays for the ticket home.")),
        "no_discrimination": (N_("Read in full; there are no such conditions."),),
        "no_strike_or_war": (
            N_("No strike or armed conflict is known there."),
            N_("Asked the embassy or consulate."),
        ),
        "no_open_claims": (N_("Checked in the register of wage claims."),),
        "contact_reached": (
            N_("Called; the contact confirmed the vacancy."),
            N_("Video call with the employer."),
        ),
        "post_opinion": (N_("Opinion received from the embassy or consulate."),),
    }
)
