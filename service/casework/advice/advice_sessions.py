"""Legal advice: sessions and matters.

Contacts, sessions and matters are kept apart, because a report must never add one to the other."""

from collections import Counter
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlmodel import Session as Db
from sqlmodel import col

from catalog.core import fields, journal, vault
from catalog.core.actor import Actor, Role
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Count, CountryCode, Major, Prose, Region, Year
from catalog.reference import countries, posts
from i18n import N_
from matching.identity import known_persons, persons
from matching.identity.known_persons import PersonQuestion
from matching.identity.persons import AgeBand, Citizen, NewCitizen, Sex
from service.casework.advice import advice_texts, contacts
from service.casework.advice.contacts import Call
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.claims import wage_claims
from service.casework.scope import advice_tables, claim_scope
from service.casework.scope.advice_tables import Matter, Session

# How many of an officer's latest sessions tell their usual calls, and how many of these are offered.
_LATEST, _USUAL = 60, 6


class OtherPerson(Refusal):
    slug = "other-person"
    sentence = N_(
        "This legal problem belongs to another person. Log the session without it, or without"
        " choosing a person."
    )


class NewSession(msgspec.Struct, forbid_unknown_fields=True):
    """What an adviser notes while the caller is on the line. A matter continues the earlier one of
    that reference; a citizen is somebody known already, whose name and number then need not be told
    again."""

    channel: Channel
    topic: Topic
    level: Level
    outcome: Outcome
    country: CountryCode | None = None
    name: str = ""
    phone: str = ""
    note: Prose | None = None
    matter: str | None = None
    citizen: str | None = None
    post: str | None = None
    sex: Sex = Sex.NOT_STATED
    age_band: AgeBand = AgeBand.NOT_STATED
    region: Region = "not_stated"
    birth_year: Year | None = None
    occupation_major: Major | None = None
    follow_up_on: date | None = None
    confirm: list[PersonQuestion] = []
    passport_seen: bool = False


def log(
    db: Db,
    new_session: NewSession,
    *,
    by: Actor,
    on: datetime,
    day: date,
    person: Citizen | None = None,
    opened: Matter | None = None,
    call: Call | None = None,
) -> Session:
    """Record one advice session and its contact, and open a matter unless it continues one.

    `person` is the person named by new_session.citizen, found within the officer's scope
    (people_access.get_chosen); outside that scope it is None. `opened` is a matter that exists before
    its first session; `call` is its record in another log; of an earlier day only the day is known.
    Refuses: NotFound, OtherPerson, countries.NotACountry, posts.NotAPost, telephones.NotAPhone,
    fields.AlreadyOver, fields.TooFarAhead."""
    if new_session.citizen and person is None:
        raise NotFound("citizen")
    countries.require(db, new_session.country)
    fields.require_ahead(new_session.follow_up_on, day, "follow_up_on")
    new_session = fill_from_person(new_session, person)
    matter = opened or _matter(db, new_session, person, by=by, on=on)
    row = Session(
        matter=matter.reference,
        citizen=matter.citizen,
        at=call.at if call else on - (fields.tashkent_day(on) - day),
        recorded_at=on,
        day=day,
        post=posts.acting_post(db, new_session.post, by),
        officer=call.officer if call else by.account,
        **columns(new_session, on),
    )
    row.note = vault.seal(db, matter.citizen or matter.reference, "advice.note", new_session.note)
    db.add(row)
    db.flush()
    _store_contact_and_texts(db, row, call)
    journal.write(db, "log", "advice", row.reference, by=by, on=on)
    return row


def _store_contact_and_texts(db: Db, row: Session, call: Call | None) -> None:
    """Store the session's contact and the versions of the advice texts of that day."""
    values = {
        name: getattr(row, name)
        for name in ("at", "recorded_at", "officer", "day", "channel", "post")
    }
    db.add(contacts.build(call, **values, answered=True, session=row.reference))
    advice_texts.save_versions(db, row.reference, row.topic, row.country, row.day)
    db.flush()


def columns(new_session: NewSession, on: datetime) -> dict[str, Any]:
    """Return the columns of a session from its input; the year of birth corrects the age band."""
    return {
        "channel": new_session.channel.value,
        "topic": new_session.topic.value,
        "level": new_session.level.value,
        "outcome": new_session.outcome.value,
        "country": new_session.country,
        "region": new_session.region,
        "sex": new_session.sex.value,
        "age_band": persons.known_age(new_session.age_band.value, new_session.birth_year, on),
        "occupation_major": new_session.occupation_major,
        "follow_up_on": new_session.follow_up_on,
    }


def fill_from_person(new_session: NewSession, person: Citizen | None) -> NewSession:
    """Return the input with dimensions that are not stated taken from the known person."""
    if person is None:
        return new_session
    return msgspec.structs.replace(
        new_session,
        sex=Sex(person.sex) if new_session.sex is Sex.NOT_STATED else new_session.sex,
        age_band=AgeBand(person.age_band)
        if new_session.age_band is AgeBand.NOT_STATED
        else new_session.age_band,
        region=person.region if new_session.region == "not_stated" else new_session.region,
    )


def _person_reference(person: Citizen | None) -> str | None:
    """Return the reference of the leading record of a person, or None."""
    return (person.same_as or person.reference) if person else None


def _matter(
    db: Db, new_session: NewSession, person: Citizen | None, *, by: Actor, on: datetime
) -> Matter:
    if new_session.matter:
        known = db.get(Matter, new_session.matter)
        mine = select(col(Session.reference)).where(
            col(Session.matter) == new_session.matter, within(by)
        )
        if known is None or db.execute(mine.limit(1)).first() is None:
            raise NotFound("matter")
        if person and _person_reference(db.get(Citizen, known.citizen)) != _person_reference(
            person
        ):
            raise OtherPerson("citizen")
        return known
    if new_session.name and not person:
        new = PersonQuestion.NEW_PERSON in new_session.confirm
        person = known_persons.record(db, new_citizen(new_session), by=by, on=on, new_person=new)
    row = Matter(
        citizen=person.reference if person else None,
        topic=new_session.topic.value,
        country=new_session.country,
        opened_at=on,
    )
    db.add(row)
    db.flush()
    return row


def new_citizen(new_session: NewSession) -> NewCitizen:
    """Return the input for a new record of a person who gave their name."""
    return NewCitizen(
        new_session.name,
        new_session.phone,
        sex=new_session.sex,
        age_band=new_session.age_band,
        region=new_session.region,
        birth_year=new_session.birth_year,
    )


def within(by: Actor, *, one_by_one: bool = False) -> ColumnElement[bool]:
    """Return the SQL condition for the sessions that this actor may see.

    An attaché sees those of their posts, an adviser their own and those of their region, a claims
    officer those of people with a claim, a protection officer those on topics of danger and those
    of people under 18.

    With `one_by_one`, for few sessions in the order of an index, PostgreSQL looks for the claim of
    each; otherwise it may join all claims, as its statistics of the day suggest."""
    if by.role is Role.ATTACHE:
        return col(Session.post).in_(sorted(by.posts))
    if by.role is Role.ADVISER and by.region:
        return or_(col(Session.officer) == by.account, col(Session.region) == by.region)
    if by.role is Role.CLAIMS_OFFICER:
        # Not IN: that would read all claims before the first session.
        theirs = col(wage_claims.Claim.citizen) == col(Session.citizen)
        claim = select(1).where(theirs).correlate(Session)
        # PostgreSQL never turns a query with an offset into a join.
        return (claim.offset(0) if one_by_one else claim).exists()
    if by.role is Role.PROTECTION_OFFICER:
        young = col(Session.age_band) == AgeBand.UNDER_18.value
        return or_(col(Session.topic).in_(claim_scope.HARM), young)
    return true()


def get(db: Db, number: str, *, by: Actor) -> Session:
    """Return one session within the actor's scope. Refuses: NotFound."""
    row: Session | None = (
        db.execute(select(Session).where(col(Session.reference) == number, within(by)))
        .scalars()
        .first()
    )
    if row is None:
        raise NotFound
    return row


def last(db: Db, *, by: Actor) -> Session | None:
    """Return the session that the actor recorded last, as a default for the next form."""
    asked = (
        select(Session)
        .where(col(Session.officer) == by.account)
        .order_by(col(Session.at).desc())
        .limit(1)
    )
    found: Session | None = db.execute(asked).scalars().first()
    return found


class UsualCall(msgspec.Struct, frozen=True):
    """What an officer's sessions often have in common: topic, country and outcome."""

    topic: str
    country: str
    outcome: str


def usual_calls(db: Db, *, by: Actor) -> list[UsualCall]:
    """Return the actor's most frequent kinds of call among their latest sessions.

    The first of equally frequent ones is the latest.
    """
    asked = (
        select(col(Session.topic), col(Session.country), col(Session.outcome))
        .where(col(Session.officer) == by.account, col(Session.voided_at).is_(None))
        .order_by(col(Session.at).desc())
        .limit(_LATEST)
    )
    counted = Counter(
        UsualCall(topic, country or "", end) for topic, country, end in db.execute(asked)
    )
    return [call for call, _count in counted.most_common(_USUAL)]


def latest_on(db: Db, matter: str, *, by: Actor) -> Session | None:
    """Return the latest session on a matter within the actor's scope."""
    asked = select(Session).where(col(Session.matter) == matter, within(by))
    found: Session | None = (
        db.execute(asked.order_by(col(Session.at).desc()).limit(1)).scalars().first()
    )
    return found


def note(db: Db, row: Session) -> str:
    return vault.unseal(db, row.citizen or row.matter, "advice.note", row.note)


def latest(
    db: Db,
    *,
    by: Actor,
    limit: Count = 50,
    offset: Count = 0,
    topic: Topic | None = None,
    void: bool = False,
) -> list[Session]:
    """Return sessions within the actor's scope, newest first; with `void`, the void ones alone."""
    newest = (
        select(Session)
        .where(_terms(by, topic, void))
        .order_by(col(Session.at).desc(), col(Session.reference))
    )
    return list(db.execute(newest.limit(limit).offset(offset)).scalars())


def count(db: Db, *, by: Actor, topic: Topic | None = None, void: bool = False) -> int:
    """Return the number of sessions within the actor's scope."""
    asked = select(func.count()).select_from(Session).where(_terms(by, topic, void))
    return db.execute(asked).scalar() or 0


def _terms(by: Actor, topic: Topic | None, void: bool) -> ColumnElement[bool]:
    state = ~advice_tables.counts() if void else advice_tables.counts()
    same = [col(Session.topic) == topic.value] if topic else []
    return and_(within(by), state, *same)
