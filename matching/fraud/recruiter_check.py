"""Which recruiter is meant by a name, licence number or telephone, and whether it may recruit."""

from datetime import date

import msgspec
from rapidfuzz.distance import OSA
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.licensing import agencies, licences
from catalog.licensing.agencies import Agency, AgencyStatus, Kind
from catalog.licensing.licences import Order, OrderKind
from matching.fraud import name_distance
from matching.fraud.offer import OfferInput, Reason, RecruiterCheck, RecruiterVerdict
from matching.identity import contact_keys
from matching.identity.name_matching import Names, query_words, without_form

NOT_HERE = frozenset({RecruiterVerdict.NOT_LICENSED, RecruiterVerdict.REGISTERED_ELSEWHERE})
# Orders under which nobody may recruit.
_CLOSING = [kind.value for kind in OrderKind if kind is not OrderKind.SURVEIL]
# The similar firms that are compared letter by letter.
_MOST_COMPARED = 8
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


def check_agency(session: Session, known: Names, text: str, today: date) -> RecruiterCheck:
    """Whether this recruiter may recruit in Uzbekistan today; similar names are only suggested."""
    return _check(session, known, text, known.exact(text), today)


def _check(
    session: Session, known: Names, text: str, exact: set[str], today: date
) -> RecruiterCheck:
    alike = [one.id for one in known.suggest(text)]
    values = _statuses(session, [*exact, *alike], today)
    mine = [values[agency] for agency in sorted(exact) if agency in values]
    verdicts = {recruiter_verdict(standing) for standing in mine}
    suggestions = [values[agency] for agency in alike if agency in values and agency not in exact]
    if len(verdicts) == 1:
        return RecruiterCheck(verdicts.pop(), mine[0], suggestions)
    return RecruiterCheck(RecruiterVerdict.UNKNOWN, None, (mine + suggestions)[:3])


def _statuses(session: Session, wanted: list[str], today: date) -> dict[str, AgencyStatus]:
    rows = session.execute(select(Agency).where(col(Agency.external_id).in_(wanted))).scalars()
    found = agencies.statuses(session, rows, today, decided=True)
    return {row.agency.external_id: row for row in found}


def recruiter_verdict(standing: AgencyStatus) -> RecruiterVerdict:
    if standing.may_recruit_here:
        return RecruiterVerdict.LICENSED
    abroad = standing.licence is not None and standing.licence.country != licences.HOME
    if abroad and standing.state in licences.ACTIVE_STATES:
        return RecruiterVerdict.REGISTERED_ELSEWHERE
    return RecruiterVerdict.NOT_LICENSED


def identify(session: Session, known: Names, offer: OfferInput, today: date) -> Recruiter:
    """The recruiter that is meant, by licence number if one was given, since a name is easily
    copied.

    An unknown number finds no recruiter, but those of the given name are suggested.
    """
    holders = known.of_licence(offer.licence_no)
    if offer.licence_no and (holders or not offer.agency):
        check = _check(session, known, offer.licence_no, holders, today)
        return _by_licence(known, offer.agency, check)
    if not offer.agency:
        found = known.of_telephone(offer.telephone) or known.of_telephone(offer.contact)
        return Recruiter(_check(session, known, "", found, today))
    named = _named(session, known, offer.agency, today)
    if not offer.licence_no or named.verdict in NOT_HERE:
        return named
    suggested = [named.standing] if named.standing else named.check.suggestions
    return Recruiter(RecruiterCheck(RecruiterVerdict.UNKNOWN, None, suggested))


def _by_licence(known: Names, name: str, check: RecruiterCheck) -> Recruiter:
    """The holder of a licence number, of which a name beside it is the name or only like it."""
    standing = check.standing
    if not name or standing is None or standing.agency.external_id in known.exact(name):
        return Recruiter(check)
    near, letters = nearest(known, name)
    return Recruiter(check, standing, letters if near == standing.agency.external_id else 0)


def of_id(session: Session, agency: str, today: date) -> Recruiter:
    """A recruiter by its number in the register."""
    standing = _statuses(session, [agency], today)[agency]
    return Recruiter(RecruiterCheck(recruiter_verdict(standing), standing, []))


def _named(session: Session, known: Names, name: str, today: date) -> Recruiter:
    check = check_agency(session, known, name, today)
    if check.standing or known.exact(name):
        return Recruiter(check)
    near, letters = nearest(known, name)
    return Recruiter(check, _statuses(session, [near], today).get(near) if near else None, letters)


def nearest(known: Names, name: str) -> tuple[str | None, int]:
    """The one firm whose name may have been misspelt as this one, and by how many letters."""
    found: dict[str, int] = {}
    for one in known.suggest(name, _MOST_COMPARED):
        letters = [_letters(known, name, other) for other in known.names[one.id]]
        if counted := [number for number in letters if number is not None]:
            found[one.id] = min(counted)
    best = [firm for firm, letters in found.items() if letters == min(found.values())]
    return (best[0], found[best[0]]) if len(best) == 1 else (None, 0)


def _letters(known: Names, name: str, other: str) -> int | None:
    """By how many letters two names of firms differ, apart from words that many firms have."""
    mine, theirs = (
        "".join(name_distance.distinctive(query_words(text), known.common))
        for text in (name, other)
    )
    pairs = ((mine, theirs), (without_form(name), without_form(other)))
    slips = [
        letters
        for typed, registered in pairs
        if len(registered) >= _LEAST_LETTERS
        and (letters := OSA.distance(typed, registered))
        <= (_MOST_SLIPS if len(registered) >= _LONG else 1)
    ]
    return min(slips) if slips else name_distance.nearness(name, other, known.common)


def is_same_name(standing: AgencyStatus, known: Names, name: str) -> bool:
    """Whether a name may be that of the firm whose licence number was given with it."""
    alike = {one.id for one in known.suggest(name, 1) if one.score >= _SAME_NAME}
    agency = standing.agency.external_id
    return agency in known.exact(name) | alike or (
        not known.exact(name) and nearest(known, name)[0] == agency
    )


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
    texts = (offer.telephone, "telephone_not_on_register"), (offer.contact, _UNKNOWN_ACCOUNT)
    for text, unknown in texts:
        numbers = sorted(contact_keys.number_keys(text))
        for owners in map(known.with_telephone, numbers):
            if owners and agency.external_id not in owners:
                other: dict[str, object] = {"name": known.names[min(owners)][0]}
                found.setdefault("telephone_of_another", Reason("telephone_of_another", other))
            elif not owners:
                found.setdefault(unknown, Reason(unknown, phone))
        accounts = contact_keys.handle_keys(text)
        if text and not numbers and not accounts:
            found.setdefault(unknown, Reason(unknown, phone))
        elif accounts:
            scope = "" if numbers else "handle"
            found.setdefault(_UNKNOWN_ACCOUNT, Reason(_UNKNOWN_ACCOUNT, phone, scope))
    return list(found.values())
