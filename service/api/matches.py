"""API route that ranks jobs for a person, with points and reasons; nothing is stored."""

import msgspec
from litestar import Response
from litestar.params import RawBody

from i18n import Language, gettext
from matching.ranking import match_preview
from matching.scoring.eligibility import Gate, GateResult, Profile
from matching.scoring.score import Line, Part, ScoreBreakdown, ScoreImprovement
from matching.search import search_results
from service.api import api_routes, vacancies
from service.api.vacancies import Vacancy
from service.infra.access import Permission
from service.web import context, queued_work
from service.web.context import Req

MAX_SHOWN = 20


class PointsLine(msgspec.Struct):
    """The points of one part out of the most it can give, and why."""

    part: Part
    points: int
    most: int
    sentence: str


class PointsLift(msgspec.Struct):
    """What would give more points, and how many."""

    points: int
    sentence: str


class Match(Vacancy, kw_only=True):
    """A vacancy with its points, `of` those that can be known from what was told."""

    points: int
    of: int
    lines: list[PointsLine]
    gates: dict[Gate, GateResult]
    lifts: list[PointsLift]


class Matches(msgspec.Struct):
    """The best; `total` are open to this person, `shut` are closed to them for now by a gate."""

    items: list[Match]
    total: int
    shut: int


@api_routes.async_post(
    "/matches",
    operation_id="matches_rank",
    tags=["matches"],
    permission=Permission.PUBLIC,
    takes=Profile,
    gives=Matches,
    keeps_nothing=True,
    status_code=200,
)
async def rank(request: Req, body: RawBody) -> Response[Matches]:
    """Rank the vacancies that suit a person. Nothing of the profile is stored."""
    return await queued_work.run(_rank, request, body, dear=True)


def _rank(request: Req, body: bytes) -> Response[Matches]:
    profile, lang, today = (
        api_routes.read_body(request, body, Profile),
        context.language(request),
        context.app_state(request).today,
    )
    with context.reading(request) as session:
        register_cache = context.register_cache(request, session)
        found = match_preview.rank(session, register_cache.columns, profile, today, limit=MAX_SHOWN)
        wanted = [match.reference for match in found.best]
        shown = {
            item.reference: item
            for item in search_results.items(session, register_cache, wanted, today)
        }
    values = {
        reference: vacancies.build_vacancy(item, lang, register_cache.occupations)
        for reference, item in shown.items()
    }
    items = [
        _match(values[one.reference], one.sheet, lang)
        for one in found.best
        if one.reference in values
    ]
    return api_routes.respond(Matches(items, found.total, found.shut))


def _match(vacancy: Vacancy, sheet: ScoreBreakdown, lang: Language) -> Match:
    return Match(
        **msgspec.structs.asdict(vacancy),
        points=sheet.points,
        of=sheet.knowable,
        gates=sheet.gates,
        lines=[
            PointsLine(line.part, line.points, line.most, _sentence(lang, line))
            for line in sheet.lines
        ],
        lifts=[PointsLift(lift.points, _sentence(lang, lift)) for lift in sheet.lifts],
    )


def _sentence(lang: Language, line: Line | ScoreImprovement) -> str:
    return gettext(lang, line.sentence, **line.facts)
