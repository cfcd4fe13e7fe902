"""Which recruiter is meant by a name, licence number or telephone, and whether it may recruit."""

from datetime import date

import msgspec
from rapidfuzz.distance import OSA
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.licensing import licences
from catalog.licensing.agencies import AgencyStatus, Kind
from catalog.licensing.licences import Order, OrderKind
from matching.fraud import name_distance
from matching.fraud.known_register import KnownRegister
from matching.fraud.offer import OfferInput, Reason, RecruiterCheck, RecruiterVerdict
from matching.identity import contact_keys
from matching.identity.name_matching import NameMatch, Names, query_words, without_form

NOT_HERE = frozenset({RecruiterVerdict.NOT_LICENSED, RecruiterVerdict.REGISTERED_ELSEWHERE})
# Orders under which nobody may recruit.
_CLOSING = [kind.value for kind in OrderKind if kind is not OrderKind.SURVEIL]
# The similar firms that are compared letter by letter.
_MOST_COMPARED, _MOST_SUGGESTED = 8, 3
# A name of so many letters may have one slip, or more if it is long.
_LEAST_LETTERS, _LONG, _MOST_SLIPS = 4, 10, 2
# The least score of a name that may stand beside the number of that firm.
_SAME_NAME = 85
_UNKNOWN_ACCOUNT = "account_not_on_register"


class Recruiter(msgspec.Struct, frozen=True):
    """The recruiter that was found, and the firm that its name nearly is, but for some letters."""

    check: RecruiterCheck
    nearly: AgencyStatus | None = None
    letters: int = 0

    @property
    def standing(self) -> AgencyStatus | None:
        return self.check.standing or self.nearly

    @property
    def of_state(self) -> bool:
        """Whether it is the State Agency, which recruits by law and has no licence number."""
        return self.standing is not None and self.standing.agency.kind == Kind.STATE

    @property
    def verdict(self) -> RecruiterVerdict:
        return recruiter_verdict(self.nearly) if self.nearly else self.check.verdict


def check_agency(session: Session, register: KnownRegister, text: str) -> RecruiterCheck:
    """Whether this recruiter may recruit in Uzbekistan today; similar names are only suggested."""
    names = register.names
    return _check(session, register, names.exact(text), names.suggest(text))


def _check(
    session: Session, register: KnownRegister, exact: set[str], similar: list[NameMatch]
) -> RecruiterCheck:
    alike = [one.id for one in similar]
    values = register.statuses(session, [*exact, *alike])
    mine = [values[agency] for agency in sorted(exact) if agency in values]
    verdicts = {recruiter_verdict(standing) for standing in mine}
    suggestions = [values[agency] for agency in alike if agency in values and agency not in exact]
    if len(verdicts) == 1:
        return RecruiterCheck(verdicts.pop(), mine[0], suggestions)
    return RecruiterCheck(RecruiterVerdict.UNKNOWN, None, (mine + suggestions)[:3])


def recruiter_verdict(standing: AgencyStatus) -> RecruiterVerdict:
    if standing.may_recruit_here:
        return RecruiterVerdict.LICENSED
    abroad = standing.licence is not None and standing.licence.country != licences.HOME
    if abroad and standing.state in licences.ACTIVE_STATES:
        return RecruiterVerdict.REGISTERED_ELSEWHERE
    return RecruiterVerdict.NOT_LICENSED


def identify(session: Session, register: KnownRegister, offer: OfferInput) -> Recruiter:
    """The recruiter that is meant, by licence number if one was given, since a name is easily
    copied.

    An unknown number finds no recruiter, but those of the given name are suggested.
    """
    known = register.names
    holders = known.of_licence(offer.licence_no)
    if offer.licence_no and (holders or not offer.agency):
        check = _check(session, register, holders, known.suggest(offer.licence_no))
        return _by_licence(known, offer.agency, check)
    if not offer.agency:
        found = known.of_telephone(offer.telephone) or known.of_telephone(offer.contact)
        return Recruiter(_check(session, register, found, []))
    named = _named(session, register, offer.agency)
    if not offer.licence_no or named.verdict in NOT_HERE:
        return named
    suggested = [named.standing] if named.standing else named.check.suggestions
    return Recruiter(RecruiterCheck(RecruiterVerdict.UNKNOWN, None, suggested))


def _by_licence(known: Names, name: str, check: RecruiterCheck) -> Recruiter:
    """The holder of a licence number, of which a name beside it is the name or only like it."""
    standing = check.standing
    if not name or standing is None or standing.agency.external_id in known.exact(name):
        return Recruiter(check)
    near, letters = nearest(known, name, known.suggest(name, _MOST_COMPARED))
    return Recruiter(check, standing, letters if near == standing.agency.external_id else 0)


def of_id(session: Session, register: KnownRegister, agency: str) -> Recruiter:
    """A recruiter by its number in the register."""
    standing = register.statuses(session, [agency])[agency]
    return Recruiter(RecruiterCheck(recruiter_verdict(standing), standing, []))


def _named(session: Session, register: KnownRegister, name: str) -> Recruiter:
    exact = register.names.exact(name)
    similar = register.names.suggest(name, _MOST_COMPARED)
    check = _check(session, register, exact, similar[:_MOST_SUGGESTED])
    if check.standing or exact:
        return Recruiter(check)
    near, letters = nearest(register.names, name, similar)
    return Recruiter(check, register.statuses(session, [near]).get(near) if near else None, letters)


def nearest(known: Names, name: str, similar: list[NameMatch]) -> tuple[str | None, int]:
    """The one of these firms whose name may have been misspelt as this one, and by how many
    letters."""
    found: dict[str, int] = {}
    typed = _written(known, name)
    for one in similar:
        letters = [_letters(known, name, typed, other) for other in known.names[one.id]]
        if counted := [number for number in letters if number is not None]:
            found[one.id] = min(counted)
    best = [firm for firm, letters in found.items() if letters == min(found.values())]
    return (best[0], found[best[0]]) if len(best) == 1 else (None, 0)


def may_mean(known: Names, name: str, agency: str) -> bool:
    """Whether a name is that of an agency, or one that was misspelt."""
    near = nearest(known, name, known.suggest(name, _MOST_COMPARED))[0]
    return agency in {*known.exact(name), near}


def _written(known: Names, name: str) -> tuple[str, str]:
    """A name as one word: without the words that many firms have, and without its legal form."""
    words = name_distance.distinctive(query_words(name), known.common)
    return "".join(words), without_form(name)


def _letters(known: Names, name: str, typed: tuple[str, str], other: str) -> int | None:
    """By how many letters two names of firms differ, of which the first was written as typed."""
    slips = [
        letters
        for mine, theirs in zip(typed, _written(known, other), strict=True)
        if len(theirs) >= _LEAST_LETTERS
        and (letters := OSA.distance(mine, theirs)) <= (_MOST_SLIPS if len(theirs) >= _LONG else 1)
    ]
    return min(slips) if slips else name_distance.nearness(name, other, known.common)


def is_same_name(standing: AgencyStatus, known: Names, name: str) -> bool:
    """Whether a name may be that of the firm whose licence number was given with it."""
    similar = known.suggest(name, _MOST_COMPARED)
    alike = {one.id for one in similar[:1] if one.score >= _SAME_NAME}
    agency, exact = standing.agency.external_id, known.exact(name)
    return agency in exact | alike or (not exact and nearest(known, name, similar)[0] == agency)


def reasons(recruiter: Recruiter) -> list[Reason]:
    """What is said of a recruiter that was found."""
    code = "agency_may_not_recruit"
    if recruiter.verdict is RecruiterVerdict.LICENSED:
        code = "agency_may_recruit"
    elif recruiter.verdict is RecruiterVerdict.REGISTERED_ELSEWHERE:
        code = "registered_elsewhere"
    nearly = recruiter.nearly
    like = "name_nearly_state" if recruiter.of_state else "name_nearly"
    taken = [Reason(like, {"name": nearly.agency.name})] if nearly else []
    return [*taken, Reason(code)]


def order_reasons(session: Session, standing: AgencyStatus, today: date) -> list[Reason]:
    """The order by which a licence is not valid today: its kind, day and authority."""
    if standing.licence is None:
        return []
    asked = (
        select(Order)
        .where(col(Order.licence) == standing.licence.id, col(Order.kind).in_(_CLOSING))
        .order_by(col(Order.starts_on).desc(), col(Order.id).desc())
    )
    orders = session.execute(asked).scalars()
    order = next((one for one in orders if licences.in_force(one, today)), None)
    if order is None:
        return []
    facts = {"kind": OrderKind(order.kind), "day": order.starts_on}
    issued = ", ".join(filter(None, (order.authority, order.number))) or "—"
    return [Reason("licence_order", facts | {"order": issued})]


def unknown_number(known: Names, offer: OfferInput) -> list[Reason]:
    """The reason that nobody has the given licence number, if so."""
    result = offer.licence_no and not known.of_licence(offer.licence_no)
    return [Reason("licence_unknown", {"number": offer.licence_no})] if result else []


def contact_reasons(known: Names, offer: OfferInput, standing: AgencyStatus) -> list[Reason]:
    """What is said of the telephone and the account, if they are not known to be the agency's.

    An account is never known: the register has none.
    """
    agency, found = standing.agency, dict[str, Reason]()
    phone: dict[str, object] = {"phone": agency.phone or "—"}
    named, listed = ("named", "") if agency.phone else ("", "unlisted")
    texts = (offer.telephone, "telephone_not_on_register"), (offer.contact, _UNKNOWN_ACCOUNT)
    for text, unknown in texts:
        numbers = sorted(contact_keys.number_keys(text))
        for owners in map(known.with_telephone, numbers):
            if owners and agency.external_id not in owners:
                other = phone | {"name": known.names[min(owners)][0]}
                another = Reason("telephone_of_another", other, named)
                found.setdefault("telephone_of_another", another)
            elif not owners:
                found.setdefault(unknown, Reason(unknown, phone, listed))
        accounts = contact_keys.handle_keys(text)
        if text and not numbers and not accounts:
            found.setdefault(unknown, Reason(unknown, phone, listed))
        elif accounts:
            scope = listed or ("" if numbers else "handle")
            found.setdefault(_UNKNOWN_ACCOUNT, Reason(_UNKNOWN_ACCOUNT, phone, scope))
    return list(found.values())
