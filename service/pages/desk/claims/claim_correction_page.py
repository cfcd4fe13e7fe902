"""Correcting a claim at the desk: its facts and lines, with a reason."""

from datetime import date
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from msgspec import Meta
from sqlmodel import Session

from catalog.core.errors import InvalidInput, NotFound, Refusal
from catalog.core.fields import CountryCode, Line, Major, Town
from catalog.reference import countries, posts
from i18n import N_
from service.casework import wage_diary
from service.casework.claims import line_days, wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.money import claimed_amounts
from service.casework.workflow import claim_facts, claim_lines
from service.casework.workflow.claim_facts import ClaimCorrection
from service.casework.workflow.claim_lines import LineCorrection
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import correction_pages, draft_forms, record_fields
from service.pages.desk.shared.correction_pages import CorrectionForm, CorrectionHistory, FactField
from service.pages.shared import claim_draft
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import Answer, FormAction

_PART = "fact_"
_OPTIONAL = ("first_day", "last_day")
_REMOVE = N_("Remove this line, which was entered by mistake")
# More lines would not fit into one form; programs correct those.
_MOST_LINES = 30


class FactsInput(msgspec.Struct):
    """The facts as the form has them; all that a claim must have is required."""

    employer: Line
    country: CountryCode
    worked_from: date | None = None
    worked_to: date | None = None
    employer_number: Annotated[str, Meta(max_length=40)] = ""
    employer_address: Annotated[str, Meta(max_length=300)] = ""
    city: Town = ""
    occupation_major: Major | None = None
    story: Annotated[str, Meta(max_length=8_000)] = ""


class LinesInput(msgspec.Struct):
    lines: list[LineCorrection]


@page_get("/desk/wages/{reference:str}/correct", permission=Permission.WAGES_WRITE)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _page(request, reference, {}, None)


def _correct(act: FormAction, claim: Claim) -> None:
    reason = correction_pages.reason_of(act.typed)
    with forms.errors_under(_PART):
        typed = forms.fields_under(_PART, act.typed)
        facts = forms.read(FactsInput, forms.fields_of(FactsInput, typed))
        _require_period(claim, facts)
        values = msgspec.structs.asdict(facts)
        values["occupation_major"] = facts.occupation_major or ""
        numbers, lines = _typed_lines(act.session, claim, typed)
        try:
            sums = forms.read(LinesInput, {"lines": lines}).lines
            by_number = dict(zip(numbers, sums, strict=True))
            _require_confirmed_amounts(act, claim, facts, by_number, typed)
            correction = ClaimCorrection(**values, lines=sums, reason=reason)
            claim_facts.correct(act.session, claim, correction, by=act.by, on=act.on)
        except Refusal as refusal:
            _name_fields(refusal, numbers)
            raise
    draft_forms.delete_sent(act.request, act.session, "facts", claim.reference)


def _require_confirmed_amounts(
    act: FormAction,
    claim: Claim,
    facts: FactsInput,
    lines: dict[int, LineCorrection],
    typed: dict[str, str],
) -> None:
    """Require that new amounts far above the pay in the country are ticked as right.

    Refuses: InvalidInput."""
    numbers, rows = list(lines), wage_claims.lines(act.session, claim.reference)
    changed = {
        f"line_{numbers[place]}_amount": one
        for place, one in claim_lines.changed_amounts(rows, list(lines.values())).items()
    }
    confirmed = claim_draft.confirmed_amounts(typed, changed)
    worked = (facts.worked_from, facts.worked_to)
    claimed_amounts.require_confirmed(
        act.session, facts.country, worked, changed, confirmed, act.day
    )


def _require_period(claim: Claim, facts: FactsInput) -> None:
    """Require that days of work which the claim has are not emptied. Refuses: InvalidInput."""
    empty = [name for name in line_days.PERIOD if not getattr(facts, name)]
    if claim.period and empty:
        raise InvalidInput([forms.MissingAnswer(name) for name in empty])


def _typed_lines(
    session: Session, claim: Claim, typed: dict[str, str]
) -> tuple[list[int], list[dict[str, Any]]]:
    """Return the numbers of the lines in the form, 0 for the new one, and what was typed."""
    if claim.state == ClaimState.CLOSED:
        return [], []
    known = wage_claims.lines(session, claim.reference)[:_MOST_LINES]
    numbers, lines = [row.number for row in known], []
    _require_complete(numbers, typed)
    if any(typed.get(f"line_0_{name}") for name in ("component", "amount")):
        numbers.append(0)
    for number in numbers:
        line: dict[str, Any] = {
            name: typed.get(f"line_{number}_{name}", "")
            for name in (*record_fields.CLAIM_LINE, "remove")
        }
        for name in (*_OPTIONAL, "remove"):
            if not line[name]:
                del line[name]
        line = forms.with_minor_units(line, "amount", "currency")
        lines.append(line | ({"number": number} if number else {}))
    return numbers, lines


def _require_complete(numbers: list[int], typed: dict[str, str]) -> None:
    """Require that no answer of a line is emptied: a line is removed by its tick."""
    names = [
        f"line_{number}_{name}"
        for number in numbers
        for name in record_fields.CLAIM_LINE
        if name not in _OPTIONAL and not typed.get(f"line_{number}_remove")
    ]
    if empty := [name for name in names if not typed.get(name, "").strip()]:
        raise InvalidInput([forms.MissingAnswer(name) for name in empty])


def _name_fields(refusal: Refusal, numbers: list[int]) -> None:
    """Name the fields of the form in the refusals of lines, which name their place."""
    for error in refusal.errors:
        head, _, rest = (error.field or "").partition("lines.")
        if not head and rest:
            place, _, name = rest.partition(".")
            error.field = f"line_{numbers[int(place)]}_{name}"
        elif error.field == "lines":
            error.field = f"line_{numbers[0]}_amount"


def history(session: Session, reference: str) -> CorrectionHistory:
    """Return the corrections of a claim as its pages show them."""
    return correction_pages.history(session, claim_facts.NOUN, reference)


def _page(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    """Show the form; the read is recorded before it leaves. Refuses: NotFound."""
    access.require(context.actor(request), Permission.WAGES_READ)
    with context.reading(request) as session:
        claim = wage_claims.get(session, reference, by=context.actor(request))
        kept = draft_forms.list_for_record(request, session, reference, typed)
        draft = kept.get("facts")
        values = draft.typed | draft.carried if draft else typed
        form = CorrectionForm(
            heading=N_("Correct the claim"),
            reference=reference,
            back=f"/desk/wages/{reference}",
            send_to=f"/desk/wages/{reference}/correct",
            facts=[*_fact_fields(session, claim), *_line_fields(session, claim)],
            version=claim.version,
            typed=values | _diary_values(request, session, claim),
            draft="facts",
            kept=kept,
            zone=posts.zones(session)[claim.post],
        )
        past = history(session, reference)
        answer = correction_pages.form_page(request, past, form, refusal)
    context.note_read(request, "claim", reference)
    return answer


def _diary_values(request: Req, session: Session, claim: Claim) -> dict[str, str]:
    """Return what the form shows when it is opened to add the days since the claim was filed."""
    diary = None
    if request.query_params.get("with") == "diary":
        diary = wage_diary.for_claim(session, claim)
    since = diary.unclaimed(wage_claims.lines(session, claim.reference)) if diary else None
    if diary is None or since is None or claim.state == ClaimState.CLOSED:
        return {}
    return {
        f"{_PART}line_{since.line}_amount": forms.format_amount(since.total, diary.row.currency),
        f"{_PART}worked_from": str(min(since.first, claim.worked_from or since.first)),
        f"{_PART}worked_to": str(max(since.last, claim.worked_to or since.last)),
    }


def _find_claim(act: FormAction, reference: str) -> Claim:
    """Return the claim of a form. A note or a step since it was opened is no conflict with it.

    A line has amounts that the form does not show, so a change of one may be.
    """
    claim = wage_claims.get(act.session, reference, by=act.by)
    lines = _line_fields(act.session, claim)
    facts = [*_fact_fields(act.session, claim), *lines]
    correction_pages.follow_other_changes(act, claim.version, facts, lines)
    return claim


def _fact_fields(session: Session, claim: Claim) -> list[FactField]:
    options = {
        "country": correction_pages.codes(countries.worksites(session), claim.country),
    }
    values = {name: getattr(claim, name) for name in record_fields.CLAIM if name != "story"}
    values["story"] = wage_claims.story(session, claim)
    return [
        FactField(_PART + name, label, kind, str(values[name] or ""), options.get(name, []))
        for name, (label, kind) in record_fields.CLAIM.items()
    ]


def _line_fields(session: Session, claim: Claim) -> list[FactField]:
    if claim.state == ClaimState.CLOSED:
        return []
    rows = wage_claims.lines(session, claim.reference)[:_MOST_LINES]
    known = {*countries.CURRENCIES_ABROAD, *(row.currency for row in rows)}
    currencies = [(code, code) for code in sorted(known.union(countries.currencies(session)))]
    found: list[FactField] = []
    for row in rows:
        typed = {
            "component": row.component,
            "amount": forms.format_amount(row.claimed, row.currency),
            "currency": row.currency,
            "first_day": str(row.first_day or ""),
            "last_day": str(row.last_day or ""),
        }
        found += _fields_of_line(row.number, typed, currencies)
        remove = f"{_PART}line_{row.number}_remove"
        found.append(FactField(remove, _REMOVE, "tick", number=row.number))
    return found + _fields_of_line(0, {}, currencies)


def _fields_of_line(
    number: int, values: dict[str, str], currencies: list[tuple[str, str]]
) -> list[FactField]:
    heading = N_("Line of the claim") if number else N_("Another line")
    return [
        FactField(
            f"{_PART}line_{number}_{name}",
            label,
            kind,
            values.get(name, ""),
            currencies if kind == "option" else [],
            heading=heading if name == "component" else "",
            number=number,
        )
        for name, (label, kind) in record_fields.CLAIM_LINE.items()
    ]


@form_actions.post(
    "/desk/wages/{reference:str}/correct",
    permission=Permission.WAGES_WRITE,
    back="/desk/{page}",
    find=_find_claim,
    redraw=_page,
    reads=Permission.WAGES_READ,
    done=N_("The correction is saved."),
)
def correct(act: FormAction, claim: Claim) -> Answer:
    """Correct the claim; with its country it may leave the scope of the officer."""
    _correct(act, claim)
    try:
        wage_claims.get(act.session, claim.reference, by=act.by)
    except NotFound:
        return {"page": "wages"}
    return {"page": f"wages/{claim.reference}"}
