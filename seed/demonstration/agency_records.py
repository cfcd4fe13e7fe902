"""Deposits and answered complaints of the recruiters whose cards show figures."""

from collections.abc import Iterator
from random import Random

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor, Role
from catalog.licensing import deposits
from catalog.licensing.deposits import NewDeposit
from catalog.licensing.licences import Licence
from matching.identity import persons
from seed.demonstration import recruiters
from seed.demonstration.people import WORKER, ActorsByName, Citizens
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, after, office_hour, working_days_ago, working_days_in
from service.casework.complaints import complaint_decisions, complaints
from service.casework.complaints.complaint_decisions import AnswerInput
from service.casework.complaints.complaints import NewComplaint, Topic

# The private agencies that place most people; the first one also sent the crew of 36 builders.
LARGEST = ("AG-N02", "AG-N03")
STATE = "STATE"
COMPLAINTS = 11
# In working days, for one complaint after another; longer than ten calendar days is too late.
_WAITS: dict[str, tuple[int, ...]] = {
    "AG-N02": (1, 5, 9, 2),
    "AG-N03": (1, 1, 2, 1),
    STATE: (1, 3, 2, 6),
}
_TOPICS = (Topic.NO_CONTRACT, Topic.RUDE, Topic.OTHER_JOB, Topic.OTHER)


def scenarios(session: Session, cast: ActorsByName, _: Days) -> Iterator[Scenario]:
    people = Citizens("007")
    for agency in LARGEST:
        paid_in = (working_days_ago("deposit paid in", working_days_in(190)),)
        yield Scenario(paid_in, _pay_deposit(session, cast, agency))
    for place, (agency, waits) in enumerate(_WAITS.items()):
        for number in range(COMPLAINTS):
            dice = Random(f"complaint {agency} {number}")
            events = (
                working_days_ago("complained", 12 + 20 * number + place, office_hour(dice)),
                after("read", hours=4),
                after("answered", days=waits[number % len(waits)]),
                after("settled", days=1),
            )
            new = people.invent(dice, COMPLAINTS * place + number)
            topic = _TOPICS[number % len(_TOPICS)]
            yield Scenario(events, _complain(session, agency, new, topic))


def _pay_deposit(session: Session, cast: ActorsByName, agency: str) -> Actions:
    moment = yield "deposit paid in"
    held = select(col(Licence.id)).where(col(Licence.agency) == agency).order_by(col(Licence.id))
    licence = int(session.execute(held).scalars().first() or 0)
    new_deposit = NewDeposit("Namuna bank", recruiters.DEPOSIT, "UZS")
    deposits.deposit(session, licence, new_deposit, by=cast["madina"], on=moment)


def _complain(session: Session, agency: str, new: persons.NewCitizen, topic: Topic) -> Actions:
    moment = yield "complained"
    person = persons.record(session, new, by=WORKER, on=moment)
    new_complaint = NewComplaint(agency, topic, "Shikoyatim bor (namuna).", words_shown=True)
    row = complaints.file_complaint(session, new_complaint, person, by=WORKER, on=moment)
    clerk = Actor(f"clerk-{agency}", Role.AGENCY_USER, agency=agency)
    moment = yield "read"
    complaint_decisions.acknowledge(session, row, by=clerk, on=moment)
    moment = yield "answered"
    answer = AnswerInput("Tuzatdik, sizga qoʻngʻiroq qildik (namuna).")
    complaint_decisions.answer(session, row, answer, by=clerk, on=moment)
    moment = yield "settled"
    complaint_decisions.settle(session, row, by=WORKER, on=moment)
