"""Unpaid wages for programs: a claim filed by whoever is owed, followed with its secret, worked on by the post that has it."""

from datetime import date, datetime
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, RawBody
from sqlmodel import Session

from catalog.ground import vault
from catalog.ground.fields import Prose
from catalog.ground.refusals import Refusal
from i18n import Language, gettext
from matching.citizens import Citizen, NotAPhone
from service import access, web
from service.access import Permission
from service.api import door
from service.casework import facts, ledger, steps, wages
from service.casework.facts import NewFacts
from service.casework.ledger import Hand, Method, NewPayment, Payer
from service.casework.steps import ClosingReason, NewStep, State
from service.casework.wages import Claim, Component, NewClaim
from service.web import Req

SECRET = "x-claim-secret"
