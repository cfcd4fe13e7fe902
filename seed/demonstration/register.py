"""The submission of invented vacancies: most vetted elsewhere, some vetted point by point."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, time
from random import Random

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.employers import employers
from catalog.employers.employers import NewEmployer
from catalog.vacancies import seats, vacancies, vetting
from catalog.vacancies.vacancies import Vacancy
from catalog.vacancies.vetting import CheckInput, Verdict
from catalog.vacancies.vetting_points import Point
from seed import reference
from seed.demonstration.jobs import Job, Jobs
from seed.demonstration.people import POSTED, ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, Timeline, after, working_days_ago

# The current stages of vacancies in vetting, and how many are in each.
_STAGES = list(reference.rows("demo/stages.tsv"))
STAGES = {row["stage"]: int(row["vacancies"]) for row in _STAGES}
_ENDS = {row["stage"]: row["end"] for row in _STAGES if row["end"]}
_IN_VETTING = ("AG-N01", "AG-N02", "AG-N05", "AG-N09")
_BY_STATE = 60


class Register:
    def __init__(
        self, session: Session, cast: ActorsByName, days: Days, jobs: Jobs, many: int
    ) -> None:
        self.session, self.cast, self.days, self.jobs, self.many = session, cast, days, jobs, many
        self.employers: dict[str, str] = {}
        self.references: dict[int, str] = {}
        self.points = {Point(row["point"]): row for row in reference.rows("demo/points.tsv")}

    def scenarios(self) -> Iterator[Scenario]:
        """Submit all vacancies of a day together, and publish together those of a day."""
        handed: dict[int, list[Job]] = defaultdict(list)
        published: dict[int, list[Job]] = defaultdict(list)
        dice = Random("register")
        for number in range(1, self.many + 1):
            job = self.jobs.invent(
                number, **({"country": "KR", "agency": "STATE"} if number <= _BY_STATE else {})
            )
            published[job.opened + 1].append(job)
            handed[min(job.opened + dice.randint(3, 8), job.since)].append(job)
        for back, those in handed.items():
            yield Scenario(
                (working_days_ago("handed in", back, time(9, 30)),), self._handed_in(those)
            )
        for back, those in published.items():
            yield Scenario((working_days_ago("published", back, time(11)),), self._published(those))
        for job in (one for those in published.values() for one in those):
            yield from self._since(job)
        yield from self._in_vetting()

    def enter(self, on: datetime) -> None:
        """Record the employers, two of them with a warning."""
        by = self.cast["farida"]
        for row in reference.rows("demo/employers.tsv"):
            new_employer = NewEmployer(row["name"], row["country"], row["city"])
            number = employers.record(self.session, new_employer, by=by, on=on).reference
            self.employers[row["name"]] = number
            if row["warning"]:
                employers.warn(self.session, number, row["warning"], by=by, on=on)

    def _handed_in(self, those: list[Job]) -> Actions:
        moment = yield "handed in"
        for job in those:
            if job.number % 300 == 0:
                job.vacancy.isco08, job.vacancy.classified = None, False
                job.vacancy.title = self.jobs.adverts.say(
                    "unclassified", "any", job.vacancy.language
                )
        sheet = [(job.vacancy, job.agency, self.employers[job.employer["name"]]) for job in those]
        done = vacancies.submit_all(self.session, sheet, by=self.cast["farida"], on=moment)
        self.references.update(
            (job.number, row.reference) for job, (row, _) in zip(those, done, strict=True)
        )

    def _published(self, those: list[Job]) -> Actions:
        """Publish vacancies vetted elsewhere, with the reference of a decision of each of two
        officers."""
        moment = yield "published"
        for which, name in enumerate(("madina", "farida")):
            numbers = [self.references[job.number] for job in those if job.number % 2 == which]
            rows = list(
                self.session.execute(
                    select(Vacancy).where(col(Vacancy.reference).in_(numbers))
                ).scalars()
            )
            decision = f"Namuna-{moment.year}/{moment:%m%d}-{which + 1}"
            vetting.publish_all_as_decided(
                self.session, rows, decision, by=self.cast[name], on=moment
            )

    def _since(self, job: Job) -> Iterator[Scenario]:
        """Take some seats, all seats of a few vacancies, and pause or withdraw some vacancies."""
        number, dice = job.number, Random(f"job {job.number}")
        taken = (
            job.vacancy.seats if number % 200 == 11 else number % 3 + 1 if number % 17 == 3 else 0
        )
        many = min(taken, job.vacancy.seats) if job.opened else 0
        backs = sorted(
            (dice.randint(job.opened // 2, job.opened) for _ in range(many)), reverse=True
        )
        if backs:
            yield Scenario(
                [working_days_ago("place taken", back, time(14)) for back in backs],
                self._taken(number, many),
            )
        if number % 120 in (7, 67):
            act = "pause" if number % 120 == 7 else "withdraw"
            yield Scenario((working_days_ago(act, 1, time(16)),), self._stopped(number, act))

    def _taken(self, number: int, many: int) -> Actions:
        for _ in range(many):
            moment = yield "place taken"
            seats.take(self.session, self.references[number], by=self.cast["madina"], on=moment)

    def _stopped(self, number: int, act: str) -> Actions:
        moment = yield act
        self._stop(self.references[number], act, moment)

    def _submit(self, job: Job, by: Actor, on: datetime) -> str:
        employer = self.employers[job.employer["name"]]
        row, _ = vacancies.submit(
            self.session, job.vacancy, agency=job.agency, employer=employer, by=by, on=on
        )
        return row.reference

    def _stop(self, reference: str, act: str, on: datetime) -> None:
        reason, by = (
            self.jobs.adverts.say("reason", act, "uz"),
            self.cast["gulnora" if act == "pause" else "farida"],
        )
        if act == "pause":
            vacancies.pause(self.session, reference, reason=reason, by=by, on=on)
        else:
            vetting.step(self.session, reference, act, reason=reason, by=by, on=on)

    def _in_vetting(self) -> Iterator[Scenario]:
        """Vet vacancies up to each stage: one officer checks, another approves."""
        number = self.many
        for stage, count in STAGES.items():
            for _ in range(count):
                number += 1
                job, dice = (
                    self.jobs.invent(number, agency=_IN_VETTING[number % 4]),
                    Random(f"vetting {number}"),
                )
                opens = 0 if stage == "published" else 2
                job.vacancy.opens_on, job.vacancy.closes_on = (
                    self.days.day(opens),
                    self.days.day(dice.randint(30, 120)),
                )
                timeline, known = _timeline(stage, dice)
                yield Scenario(timeline, self._vetted(job, stage, known))

    def _vetted(self, job: Job, stage: str, known: int) -> Actions:
        moment = yield "submitted"
        reference = self._submit(
            job, self.cast["hamid" if job.agency == "AG-N01" else "farida"], moment
        )
        if stage == "withdrawn":
            moment = yield "withdrawn"
            self._stop(reference, "withdraw", moment)
            return
        moment = yield "taken up"
        vetting.step(self.session, reference, "take_up", by=self.cast["farida"], on=moment)
        yield from self._checked(job, reference, stage, known)
        moment = yield "decided"
        if stage in _ENDS:
            self._stop(reference, _ENDS[stage], moment)
            return
        decision = f"Namuna-{moment.year}/K-{job.number}"
        vetting.step(
            self.session, reference, "approve", reason=decision, by=self.cast["madina"], on=moment
        )
        moment = yield "published"
        vetting.step(self.session, reference, "publish", by=self.cast["madina"], on=moment)

    def _checked(self, job: Job, reference: str, stage: str, known: int) -> Actions:
        points = list(Point)
        for point in points[:known]:
            moment = yield "checked"
            missing = stage in _ENDS and point is points[known - 1]
            verdict = Verdict.FAIL if missing else Verdict.PASS
            check_input = CheckInput(
                point, verdict, self.points[point]["missing" if missing else "found"]
            )
            by = self._post(job) if point is Point.POST_OPINION else self.cast["farida"]
            vetting.check(self.session, reference, check_input, by=by, on=moment)
        if stage == "post_check":
            moment = yield "post asked"
            vetting.step(self.session, reference, "ask_post", by=self.cast["farida"], on=moment)

    def _post(self, job: Job) -> Actor:
        return self.cast[POSTED.get(job.vacancy.country, "farida")]


def _timeline(stage: str, dice: Random) -> tuple[Timeline, int]:
    """The events up to a stage, and how many points are checked by then."""
    back = dice.randint(2, 10)
    submitted = working_days_ago("submitted", back + 10)
    if stage in ("submitted", "withdrawn"):
        return (
            (submitted, working_days_ago("withdrawn", min(back, 2)))
            if stage == "withdrawn"
            else (submitted,)
        ), 0
    known = {"vetting": dice.randint(0, 14), "post_check": 17, "approved": 18, "published": 18}.get(
        stage, 9
    )
    events = [submitted, working_days_ago("taken up", back + 5)]
    events += [after("checked", minutes=dice.randint(5, 90)) for _ in range(known)]
    events += [after("post asked", minutes=20)] if stage == "post_check" else []
    events += (
        [working_days_ago("decided", back)]
        if stage in _ENDS or stage in ("approved", "published")
        else []
    )
    events += [after("published", hours=1)] if stage == "published" else []
    return events, known
