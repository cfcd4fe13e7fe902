"""How the invented jobs come onto the register: most by a decision taken elsewhere, some through vetting, point by point."""

from collections import defaultdict
from collections.abc import Generator, Iterator
from datetime import datetime, timedelta

from sqlmodel import Session

from catalog import employers, seats, vacancies, vetting
from catalog.employers import NewEmployer
from catalog.ground.who import Who
from catalog.points import Point
from catalog.vetting import Finding, Verdict
from seed import reference
from seed.demonstration.jobs import Job, Jobs
from seed.demonstration.lives import Days, Life
from seed.demonstration.people import Acting

# A part of a life that says when its last act was.
Acts = Generator[datetime, None, datetime]
PUBLISHED = 1_960
# Where a job that goes through vetting stands today, and how many of them.
STAGES = {
    "submitted": 7, "vetting": 9, "post_check": 6, "returned": 4, "refused": 3, "approved": 4, "published": 4,
    "withdrawn": 2, "blacklisted": 1,
}  # fmt: skip
_ENDS = {"returned": "return", "refused": "refuse", "withdrawn": "withdraw", "blacklisted": "blacklist"}
_IN_VETTING = ("AG-N01", "AG-N02", "AG-N05", "AG-N09")
_BY_STATE = 60


def enter(session: Session, days: Days, by: Who) -> dict[str, str]:
    """Records the employers, two of them with a warning; their references by name."""
    found = {}
    for row in reference.rows("demo/employers.tsv"):
        told = NewEmployer(row["name"], row["country"], row["city"])
        found[row["name"]] = employers.record(session, told, by=by, on=days.opening).reference
        if row["warning"]:
            employers.warn(session, found[row["name"]], row["warning"], by=by, on=days.opening)
    return found


class Register:
    def __init__(self, session: Session, cast: Acting, days: Days) -> None:
        self.session, self.cast, self.days, self.dice = session, cast, days, days.dice
        self.employers = enter(session, days, cast["farida"])
        self.points = {Point(row["point"]): row for row in reference.rows("demo/points.tsv")}

    def lives(self, jobs: Jobs) -> Iterator[Life]:
        handed: dict[int, list[Job]] = defaultdict(list)
        for number in range(1, PUBLISHED + 1):
            state = {"country": "KR", "agency": "STATE"} if number <= _BY_STATE else {}
            job = jobs.invent(number, **state)
            handed[min(self._ago(job) + self.dice.randint(2, 9), job.since)].append(job)
        for ago, those in handed.items():
            yield from self._imported(jobs, those, self.days.at_work(ago))
        number = PUBLISHED
        for stage, count in STAGES.items():
            for _ in range(count):
                number += 1
                yield self._vetted(jobs, jobs.invent(number, agency=_IN_VETTING[number % 4]), stage)

    def _ago(self, job: Job) -> int:
        """How many days ago the job was published: the day before it opened."""
        return (self.days.today - job.vacancy.opens_on).days + 1

    def _imported(self, jobs: Jobs, those: list[Job], moment: datetime) -> Iterator[Life]:
        """All that was handed in on one day, as one sheet; each then goes its own way."""
        references: dict[int, str] = {}
        yield self._handed_in(jobs, those, references, moment)
        for job in those:
            yield self._decided(jobs, job, references, moment)

    def _handed_in(self, jobs: Jobs, those: list[Job], references: dict[int, str], moment: datetime) -> Life:
        yield moment
        for job in those:
            if job.number % 300 == 0:
                job.vacancy.isco08, job.vacancy.classified = None, False
                job.vacancy.title = jobs.adverts.say("unclassified", "any", job.vacancy.language)
        sheet = [(job.vacancy, job.agency, self.employers[job.employer["name"]]) for job in those]
        done = vacancies.submit_all(self.session, sheet, by=self.cast["farida"], on=moment)
        references.update((job.number, row.reference) for job, (row, _) in zip(those, done, strict=True))

    def _decided(self, jobs: Jobs, job: Job, references: dict[int, str], moment: datetime) -> Life:
        """Vetted elsewhere, published under the reference of that decision; then taken, paused or withdrawn."""
        number, officer = job.number, self.cast["farida" if job.number % 2 else "madina"]
        yield (moment := self.days.at_work(self._ago(job), moment))
        reference = references[number]
        decision = f"Namuna-{moment.year}/{number:04}"
        vetting.publish_as_decided(self.session, reference, decision, by=officer, on=moment)
        moment = yield from self._taken(job, reference, moment, number)
        if number % 120 in (7, 67):
            yield (moment := self.days.at_work(1, moment))
            self._stop(jobs, reference, "pause" if number % 120 == 7 else "withdraw", moment)

    def _taken(self, job: Job, reference: str, moment: datetime, number: int) -> Acts:
        """Some of the places are taken, of a few vacancies all."""
        taken = job.vacancy.seats if number % 200 == 11 else number % 3 + 1 if number % 17 == 3 else 0
        for _ in range(min(taken, job.vacancy.seats)):
            ago = (self.days.today - moment.date()).days
            yield (moment := self.days.at_work(self.dice.randint(ago // 2, ago), moment))
            seats.take(self.session, reference, by=self.cast["madina"], on=moment)
        return moment

    def _submit(self, job: Job, by: Who, on: datetime) -> str:
        employer = self.employers[job.employer["name"]]
        row, _ = vacancies.submit(self.session, job.vacancy, agency=job.agency, employer=employer, by=by, on=on)
        return row.reference

    def _stop(self, jobs: Jobs, reference: str, act: str, on: datetime) -> None:
        reason, by = jobs.adverts.say("reason", act, "uz"), self.cast["gulnora" if act == "pause" else "farida"]
        if act == "pause":
            vacancies.pause(self.session, reference, reason=reason, by=by, on=on)
        else:
            vetting.step(self.session, reference, act, reason=reason, by=by, on=on)

    def _vetted(self, jobs: Jobs, job: Job, stage: str) -> Life:
        """Through vetting as far as its stage: one officer checks, another lets it through."""
        ago = self.dice.randint(3, 14)
        opens = self.days.day(0 if stage == "published" else 2)
        job.vacancy.opens_on, job.vacancy.closes_on = opens, self.days.day(self.dice.randint(30, 120))
        yield (moment := self.days.at_work(ago + 14))
        reference = self._submit(job, self.cast["hamid" if job.agency == "AG-N01" else "farida"], moment)
        if stage in ("submitted", "withdrawn"):
            if stage == "withdrawn":
                yield (moment := self.days.at_work(min(ago, 3), moment))
                self._stop(jobs, reference, "withdraw", moment)
            return
        yield (moment := self.days.at_work(ago + 7, moment))
        vetting.step(self.session, reference, "take_up", by=self.cast["farida"], on=moment)
        moment = yield from self._checked(job, reference, stage, moment)
        yield (moment := self.days.at_work(ago, moment))
        if stage in _ENDS:
            self._stop(jobs, reference, _ENDS[stage], moment)
        elif stage in ("approved", "published"):
            yield from self._let_through(reference, stage, moment)

    def _checked(self, job: Job, reference: str, stage: str, moment: datetime) -> Acts:
        points = list(Point)
        known = {"vetting": self.dice.randint(0, 14), "post_check": 17, "approved": 18, "published": 18}.get(stage, 9)
        for point in points[:known]:
            yield (moment := moment + timedelta(minutes=self.dice.randint(5, 90)))
            missing = stage in _ENDS and point is points[known - 1]
            verdict = Verdict.FAIL if missing else Verdict.PASS
            told = Finding(point, verdict, self.points[point]["missing" if missing else "found"])
            by = self._post(job) if point is Point.POST_OPINION else self.cast["farida"]
            vetting.check(self.session, reference, told, by=by, on=moment)
        if stage == "post_check":
            yield (moment := moment + timedelta(minutes=20))
            vetting.step(self.session, reference, "ask_post", by=self.cast["farida"], on=moment)
        return moment

    def _post(self, job: Job) -> Who:
        posted = {"KR": "davron", "RU": "elyor", "TR": "otabek", "KZ": "parvina"}
        return self.cast[posted.get(job.vacancy.country, "farida")]

    def _let_through(self, reference: str, stage: str, moment: datetime) -> Life:
        decision = f"Namuna-{moment.year}/K-{self.dice.randint(100, 999)}"
        vetting.step(self.session, reference, "approve", reason=decision, by=self.cast["madina"], on=moment)
        if stage == "published":
            yield (moment := moment + timedelta(hours=1))
            vetting.step(self.session, reference, "publish", by=self.cast["madina"], on=moment)
