"""How the invented jobs come onto the register: most by a decision taken elsewhere, some through vetting, point by point."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import Session

from catalog import employers, vacancies, vetting
from catalog.employers import NewEmployer
from catalog.ground.who import Who
from catalog.vetting import Finding, Point, Verdict
from seed import reference
from seed.demonstration.jobs import Job, Jobs
from seed.demonstration.lives import Days, Life
from seed.demonstration.people import Acting

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
        for number in range(1, PUBLISHED + 1):
            state = {"country": "KR", "agency": "STATE"} if number <= _BY_STATE else {}
            yield self._decided(jobs, jobs.invent(number, **state), number)
        number = PUBLISHED
        for stage, count in STAGES.items():
            for _ in range(count):
                number += 1
                yield self._vetted(jobs, jobs.invent(number, agency=_IN_VETTING[number % 4]), stage)

    def _officer(self, number: int) -> Who:
        return self.cast["farida" if number % 2 else "madina"]

    def _decided(self, jobs: Jobs, job: Job, number: int) -> Life:
        """Vetted elsewhere, published under the reference of that decision; then taken, paused or withdrawn."""
        ago, officer = (self.days.today - job.vacancy.opens_on).days + 1, self._officer(number)
        if number % 300 == 0:
            job.vacancy.isco08, job.vacancy.classified = None, False
            job.vacancy.title = jobs.adverts.say("unclassified", "any", job.vacancy.language)
        yield (moment := self.days.at_work(min(ago + self.dice.randint(2, 9), job.since)))
        reference = self._submit(job, officer, moment)
        yield (moment := max(self.days.at_work(ago), moment))
        decision = f"Namuna-{moment.year}/{number:04}"
        vetting.publish_as_decided(self.session, reference, decision, by=officer, on=moment)
        yield from self._taken(job, reference, ago, number)
        if number % 120 in (7, 67):
            yield (moment := self.days.at_work(1))
            self._stop(jobs, reference, "pause" if number % 120 == 7 else "withdraw", moment)

    def _taken(self, job: Job, reference: str, ago: int, number: int) -> Life:
        """Some of the places are taken, of a few vacancies all."""
        taken = job.vacancy.seats if number % 200 == 11 else number % 3 + 1 if number % 17 == 3 else 0
        for _ in range(min(taken, job.vacancy.seats)):
            yield (moment := self.days.at_work(self.dice.randint(1, ago)))
            vacancies.take_seat(self.session, reference, by=self.cast["madina"], on=moment)

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
                yield (moment := self.days.at_work(min(ago, 3)))
                self._stop(jobs, reference, "withdraw", moment)
            return
        yield (moment := self.days.at_work(ago + 7))
        vetting.step(self.session, reference, "take_up", by=self.cast["farida"], on=moment)
        yield from self._checked(job, reference, stage, moment)
        yield (moment := self.days.at_work(ago))
        if stage in _ENDS:
            self._stop(jobs, reference, _ENDS[stage], moment)
        elif stage in ("approved", "published"):
            yield from self._let_through(reference, stage, moment)

    def _checked(self, job: Job, reference: str, stage: str, moment: datetime) -> Life:
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

    def _post(self, job: Job) -> Who:
        posted = {"KR": "davron", "RU": "elyor", "TR": "otabek", "KZ": "parvina"}
        return self.cast[posted.get(job.vacancy.country, "farida")]

    def _let_through(self, reference: str, stage: str, moment: datetime) -> Life:
        decision = f"Namuna-{moment.year}/K-{self.dice.randint(100, 999)}"
        vetting.step(self.session, reference, "approve", reason=decision, by=self.cast["madina"], on=moment)
        if stage == "published":
            yield (moment := moment + timedelta(hours=1))
            vetting.step(self.session, reference, "publish", by=self.cast["madina"], on=moment)
