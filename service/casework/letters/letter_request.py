"""The officer's request for a letter: kind, language, recipient, deadline and two paragraphs."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from catalog.core.errors import Refusal
from catalog.core.fields import Prose, TooLong, require_ahead
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from i18n.tongues import LetterLanguage
from service.casework.claims.wage_claims import ClaimState
from service.casework.letters.letter_facts import Matter
from service.casework.letters.letter_policies import Policy


class Kind(LabelledEnum):
    DEMAND = "demand", N_("Demand letter to the employer")
    COMPLAINT = "complaint", N_("Complaint to the labour inspectorate")
    POWER = "power", N_("Power of attorney")
    RECEIPT = "receipt", N_("Receipt for money handed over")
    INSURER = "insurer", N_("Claim on the insurer")


class NotWrittenHere(Refusal):
    slug = "not-written-here"
    sentence = N_("This letter is not available in this language for this country.")


class ClaimIsClosed(Refusal):
    slug = "over-already"
    sentence = N_("This claim is closed. Reopen it before you write a letter for it.")


class NothingOwed(Refusal):
    slug = "nothing-owed"
    sentence = N_("According to the recorded amounts, nothing more is owed.")


class NothingPaidOut(Refusal):
    slug = "nothing-handed"
    sentence = N_("The person who is to sign this receipt has not been paid anything yet.")


class NoBenefitClaimed(Refusal):
    slug = "no-benefit-claimed"
    sentence = N_("No insurance benefit is claimed here. Add that amount to the claim first.")


class NoPolicyRecorded(Refusal):
    slug = "no-policy-recorded"
    sentence = N_(
        "No insurance policy is on record for this claim. Record the policy in the incident of the "
        "worker first, and name this claim in it."
    )


class LetterRequest(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The request; `to`, `day` and `enclosed` have their proposed values if omitted.

    The wage diary of the claim is annexed to a letter sent abroad, unless it goes without it. To an
    insurer, `policy` is the policy, and `enclosed` the documents, one in each line."""

    kind: Kind
    language: LetterLanguage
    to: Prose | None = None
    day: date | None = None
    first: Prose | None = None
    second: Prose | None = None
    without_diary: bool = False
    policy: int | None = None
    enclosed: Prose | None = None

    def policy_of(self, policies: Sequence[Policy]) -> Policy | None:
        """Return the chosen one of these policies, or the first if none was chosen."""
        if self.policy is None:
            return next(iter(policies), None)
        return next((one for one in policies if one.id == self.policy), None)


# What is sent or shown abroad is also written in the language of the country, where its readers may
# read nothing else.
LOCAL_LANGUAGES = {
    "AT": LetterLanguage.DE,
    "CH": LetterLanguage.DE,
    "DE": LetterLanguage.DE,
    "KR": LetterLanguage.KO,
    "PL": LetterLanguage.PL,
    "TR": LetterLanguage.TR,
}
_READ_RUSSIAN = frozenset({"AM", "AZ", "BY", "KG", "KZ", "RU", "TJ", "TM"})
SENT_ABROAD = (Kind.DEMAND, Kind.COMPLAINT)
# What the worker signs and the bearer shows: the passport is written in by hand if it is not recorded.
PAPERS_OF_WORKER = (Kind.POWER, Kind.RECEIPT)
# The employer gets no number of the worker's passport, nor does a receipt, which others may open.
NAMES_PASSPORT = (Kind.COMPLAINT, Kind.POWER, Kind.INSURER)
HOME_LANGUAGES = (LetterLanguage.UZ, LetterLanguage.UZ_CYRL, LetterLanguage.RU, LetterLanguage.EN)
# The default deadline for an answer, or validity of a power of attorney.
DEFAULT_PERIODS = {
    Kind.DEMAND: timedelta(days=14),
    Kind.COMPLAINT: timedelta(days=30),
    Kind.POWER: timedelta(days=365),
}
# What is left between an answer and the last day to go to court.
TIME_TO_SUE = timedelta(days=7)
# Characters: with both paragraphs it must remain a letter.
MAX_LENGTHS = {"to": 400, "first": 2_000, "second": 2_000, "enclosed": 2_000}


def available_languages(kind: Kind, country: str) -> list[LetterLanguage]:
    """Return the languages in which this letter is available for a claim in that country.

    A receipt is for the worker and our books alone."""
    local = LOCAL_LANGUAGES.get(country) if kind is not Kind.RECEIPT else None
    return [*HOME_LANGUAGES, local] if local else list(HOME_LANGUAGES)


def usual_language(country: str) -> LetterLanguage:
    """Return the language of a letter to a country, unless its writer chooses another."""
    usual = LetterLanguage.RU if country in _READ_RUSSIAN else LetterLanguage.EN
    return LOCAL_LANGUAGES.get(country, usual)


def deadline(wish: LetterRequest, today: date, court_day: date | None = None) -> date:
    """Return the day in the letter: the one typed, else a proposal. An answer is asked for early
    enough to go to court after it."""
    proposed = today + DEFAULT_PERIODS.get(wish.kind, timedelta())
    if court_day is not None and wish.kind in SENT_ABROAD:
        proposed = min(proposed, max(today + timedelta(days=1), court_day - TIME_TO_SUE))
    return wish.day or proposed


def without_insurer_name(wish: LetterRequest, policies: Sequence[Policy]) -> LetterRequest:
    """Return the request without a recipient that is only the name of an insurer of these policies.

    The form repeats that name, also where another policy was chosen, and it is no address."""
    if (wish.to or "").strip() in {one.insurer for one in policies}:
        return msgspec.structs.replace(wish, to=None)
    return wish


def require_possible(matter: Matter, wish: LetterRequest, today: date) -> None:
    """Require that this letter can be written for this claim.

    Refuses: NotWrittenHere, ClaimIsClosed, NothingOwed, NothingPaidOut, NoBenefitClaimed,
    NoPolicyRecorded, fields.TooLong, fields.AlreadyOver, fields.TooFarAhead."""
    if wish.language not in available_languages(wish.kind, matter.place.country):
        raise NotWrittenHere("language")
    for name, most in MAX_LENGTHS.items():
        if len(getattr(wish, name) or "") > most:
            raise TooLong(name, most=most)
    require_ahead(wish.day, today, "day")
    if wish.kind is Kind.RECEIPT:
        if not matter.handed:
            raise NothingPaidOut("kind")
        return
    if matter.state == ClaimState.CLOSED:
        raise ClaimIsClosed("kind")
    if wish.kind in SENT_ABROAD and not any(one.outstanding for one in matter.balances):
        raise NothingOwed("kind")
    if wish.kind is Kind.INSURER:
        _require_policy(matter, wish)


def _require_policy(matter: Matter, wish: LetterRequest) -> None:
    """Require that an insurer still owes a benefit, on a policy that is on record.

    Refuses: NoBenefitClaimed, NothingOwed, NoPolicyRecorded."""
    currencies = {line.currency for line in matter.benefits}
    if not currencies:
        raise NoBenefitClaimed("kind")
    if not any(one.outstanding for one in matter.balances if one.currency in currencies):
        raise NothingOwed("kind")
    if wish.policy_of(matter.policies) is None:
        raise NoPolicyRecorded("kind")
