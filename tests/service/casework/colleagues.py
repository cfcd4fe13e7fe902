"""More attachés in Moscow than the cast has, for what passes between colleagues of one post."""

import msgspec
from sqlmodel import Session

from catalog.core.actor import SYSTEM, VISITOR, Actor, Role
from service import accounts
from service.accounts import Account
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from tests.support import cast
from tests.support.cast import ALISHERS_CLAIM, MOSCOW, TODAY


def hired(session: Session, name: str, post: str = MOSCOW, *, on) -> Account:
    """One more attaché; of the cast, the one there is."""
    new_account = accounts.NewAccount(cast.email(name), Role.ATTACHE, name.title(), post)
    return accounts.add(session, new_account, by=SYSTEM, on=on)


def known(session: Session, name: str) -> Actor:
    return accounts.actor_for(accounts.find(session, cast.email(name)))


def filed(session: Session, owner: str, *, on, **values: object) -> Claim:
    """A claim that this officer has."""
    claim = wage_claims.file(
        session, msgspec.structs.replace(ALISHERS_CLAIM, **values), by=VISITOR, on=on, day=TODAY
    ).claim
    claim.owner = owner
    session.flush()
    return claim
