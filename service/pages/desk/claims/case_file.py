"""The file of a claim as PDF for a court or an archive: facts, ledger, steps, letters, evidence."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from i18n import N_, Language, formats, gettext
from matching.identity import deaths
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.letters import layout, printing
from service.casework.scope import incident_tables
from service.casework.workflow.ledger import EntryKind, LedgerEntry
from service.infra.access import Permission
from service.pages.desk.claims import claim_page
from service.pages.desk.claims.claim_page import ClaimFacts
from service.pages.desk.shared.journal_acts import ACT
from service.pages.shared import claim_records
from service.pages.shared.claim_records import ClaimRecords
from service.pages.shared.claim_timeline import Event
from service.web import context, rendering
from service.web.context import Req, page_get
from service.web.reader import Reader

HERE = Path(__file__).parent
OFFICE = N_("Migration Agency of the Republic of Uzbekistan")


class FilePart(msgspec.Struct, frozen=True):
    """One part of the file: a text, and a table with the widths of its columns."""

    title: str
    text: str = ""
    heads: list[str] = []
    widths: list[int] = []
    rows: list[list[str]] = []


class CaseFile(msgspec.Struct, frozen=True):
    """The whole file as text; `made` says when and by whom."""

    language: str
    title: str
    office: str
    made: str
    facts: list[tuple[str, str]]
    parts: list[FilePart]


class Writer(msgspec.Struct, frozen=True):
    """What the parts of a file are written from: the claim, the language and the names."""

    reader: Reader
    facts: ClaimFacts
    records: ClaimRecords
    died_on: date | None = None
    heirs: str = ""

    @property
    def lang(self) -> Language:
        return self.reader.lang

    def say(self, sentence: str, **values: str) -> str:
        return gettext(self.lang, sentence, **values)

    def label(self, kind: str, value: str | None) -> str:
        return rendering.label(self.lang, kind, value) if value else ""

    def day(self, day: date | None) -> str:
        return formats.short_date(self.lang, day) if day else ""

    def moment(self, at: datetime) -> str:
        return formats.datetime_(self.lang, at, self.facts.zone)

    def money(self, amount: int | None, currency: str) -> str:
        return "–" if amount is None else formats.money(self.lang, amount, currency)

    def officer(self, account: str) -> str:
        if account == "visitor":
            return self.say(N_("the worker or a visitor"))
        return self.facts.officers.get(account, account)


@page_get("/desk/wages/{reference:str}/file", permission=Permission.WAGES_READ)
def download(request: Req, reference: FromPath[str], notes: FromQuery[str] = "") -> Response[Any]:
    """Return the file of a claim, with the officers' notes where they are asked for.

    That it was taken out is recorded before it leaves. Refuses: NotFound, Unavailable.
    """
    by, state = context.actor(request), context.app_state(request)
    with context.reading(request) as session:
        claim = wage_claims.get(session, reference, by=by)
        records = claim_records.read(session, claim)
        facts = claim_page.facts(request, session, records)
        writer = Writer(context.reader(request), facts, records, *_death(session, claim))
        content = pdf(case_file(writer, by.name, state.clock(), notes=bool(notes)), state.today)
    context.note_read(request, "claim", reference, act="export")
    headers = {"content-disposition": f'inline; filename="{reference}.pdf"'} | context.NO_STORE
    return Response(content, media_type="application/pdf", headers=headers)


def _death(session: Session, claim: Claim) -> tuple[date | None, str]:
    """Return the day on which the worker died, if so, and the names of the proved heirs."""
    died_on = deaths.day_of_death(session, claim.citizen)
    heirs = incident_tables.proved_heirs(session, claim.citizen) if died_on else []
    names = incident_tables.heir_names(session, [one.reference for one in heirs])
    return died_on, ", ".join(names[one.reference] for one in heirs)


def pdf(file: CaseFile, day: date) -> bytes:
    """Return the file as PDF; its text is passed as data and never interpreted as markup."""
    plain = layout.printable(msgspec.json.encode(file).decode())
    return printing.typeset(HERE / "case-file.typ", {"file": plain}, day)


def case_file(writer: Writer, by: str, now: datetime, *, notes: bool) -> CaseFile:
    """Return the text of the file; parts without entries are left out."""
    claim, offset = writer.facts.claim, f"{now.astimezone(writer.facts.zone):%z}"
    # All times in the file are those of the mission's place.
    moment = f"{writer.moment(now)} (UTC{offset[:3]}:{offset[3:]})"
    parts = [_story(writer), _owed(writer), _ledger(writer), _steps(writer), _letters(writer)]
    parts += [_evidence(writer), _decisions(writer), *([_notes(writer)] if notes else [])]
    return CaseFile(
        language=writer.lang.value,
        title=writer.say(N_("Case file of claim %(reference)s"), reference=claim.reference),
        office=writer.say(OFFICE),
        made=writer.say(N_("Printed on %(moment)s by %(name)s"), moment=moment, name=by),
        facts=[(label, text) for label, text in _facts(writer) if text],
        parts=[part for part in parts if part.rows or part.text],
    )


def _facts(writer: Writer) -> list[tuple[str, str]]:
    facts, claim, lang = writer.facts, writer.facts.claim, writer.lang
    place = formats.country(lang, claim.country)
    if claim.city:
        place += f", {writer.reader.city(claim.country, claim.city)}"
    closed = claim.state == ClaimState.CLOSED
    person = facts.person
    return [
        (writer.say(N_("Status")), writer.label("claim", claim.state)),
        (writer.say(N_("Reason for closing")), writer.label("closing", claim.closing_reason)),
        (writer.say(N_("Worker")), person.name if person else ""),
        (writer.say(N_("Died on")), writer.day(writer.died_on)),
        (writer.say(N_("Proved heirs")), writer.heirs),
        (writer.say(N_("Telephone")), facts.phone),
        (writer.say(N_("Employer")), claim.employer),
        (writer.say(N_("Place")), place),
        (writer.say(N_("Period worked")), " – ".join(map(writer.day, claim.period or ()))),
        (writer.say(N_("Filed")), writer.day(claim.filed_on)),
        (writer.say(N_("Handled by")), _owner(writer)),
        (writer.say(N_("Next action")), "" if closed else writer.say(facts.next_action)),
        (writer.say(N_("Due")), "" if closed else writer.day(claim.due)),
    ]


def _owner(writer: Writer) -> str:
    """Return who handles the claim: an officer, a post or the claims desk."""
    has, post = wage_claims.owner(writer.facts.claim), writer.facts.post
    if has in writer.facts.officers:
        return writer.facts.officers[has]
    if post and has == post.code:
        return writer.reader.office(post)
    return writer.label("owner", has)


def _story(writer: Writer) -> FilePart:
    return FilePart(writer.say(writer.facts.story_title), text=writer.facts.story)


def _table(
    writer: Writer, title: str, columns: Mapping[str, int], rows: list[list[str]]
) -> FilePart:
    """Return a table from the heads of its columns, with their widths, and its rows."""
    heads = [writer.say(head) for head in columns]
    return FilePart(writer.say(title), heads=heads, widths=[*columns.values()], rows=rows)


def _owed(writer: Writer) -> FilePart:
    return _table(
        writer,
        N_("What is owed"),
        {N_("Type of payment owed"): 3, N_("Claimed"): 2, N_("Documented"): 2, N_("Agreed"): 2},
        [
            [
                writer.label("component", line.component),
                *(
                    writer.money(amount, line.currency)
                    for amount in (line.claimed, line.documented, line.agreed)
                ),
            ]
            for line in writer.facts.lines_owed
        ],
    )


def _ledger(writer: Writer) -> FilePart:
    return _table(
        writer,
        N_("Payments and payouts"),
        {N_("Day"): 2, N_("Entry"): 3, N_("Amount"): 2, N_("Details"): 5, N_("Officer"): 2},
        [
            [
                writer.day(one.on),
                f"{_entry_label(writer, one)}\n{one.entry}",
                writer.money(one.amount, one.currency),
                _entry_details(writer, one),
                writer.officer(one.officer),
            ]
            for one in writer.facts.ledger
        ],
    )


def _entry_label(writer: Writer, one: LedgerEntry) -> str:
    if not one.heir:
        return writer.label("entry", one.kind)
    name = writer.facts.paid_heirs.get(one.heir)
    if not name:
        return writer.say(N_("Paid out to an heir"))
    return writer.say(N_("Paid out to an heir: %(name)s"), name=name)


def _entry_details(writer: Writer, one: LedgerEntry) -> str:
    kinds = {EntryKind.DEDUCTION: "fee", EntryKind.UNDELIVERED: "hurdle"}
    reason = writer.label(kinds[one.kind], one.reason) if one.kind in kinds else one.reason
    details = [
        writer.label("entry_state", one.state) if one.state != "standing" else "",
        writer.say(N_("of %(entry)s"), entry=one.reverses) if one.reverses else "",
        writer.label("payment_payer", one.payer),
        writer.label("method", one.method),
        writer.label("discovery", one.discovery),
        one.receipt,
        reason,
    ]
    if one.rate and one.rate.uzs is not None:
        sentence = N_("%(sum)s at the rate of %(day)s, %(source)s")
        worth = writer.money(one.rate.uzs, "UZS")
        details.append(
            writer.say(sentence, sum=worth, day=writer.day(one.rate.on), source=one.rate.source)
        )
    return "\n".join(text for text in details if text)


def _steps(writer: Writer) -> FilePart:
    """Return what was done, oldest first, but for notes, letters and files, which have parts."""
    beside = {"note", "letter", "evidence", "receive", "pay_out", "audit"}
    return _table(
        writer,
        N_("What was done"),
        {N_("When"): 3, N_("Action"): 7, N_("Officer"): 3},
        [
            [writer.moment(one.at), _event(writer, one), writer.officer(one.officer)]
            for one in reversed(writer.facts.events)
            if one.kind not in beside
        ],
    )


def _event(writer: Writer, event: Event) -> str:
    row = event.row
    if event.kind == "step":
        states = (writer.label("claim", row.came_from), writer.label("claim", row.to))
        happened = writer.day(row.happened_on)
        return "\n".join(filter(None, [" → ".join(states), happened, row.reason, row.duplicate_of]))
    if event.kind == "act":
        other = writer.label("act_with", row.other)
        title = ", ".join(filter(None, [writer.label("claim_act", row.kind), other]))
        return "\n".join(filter(None, [title, writer.day(row.day), row.words]))
    if event.kind == "assign":
        return writer.say(N_("Assigned to %(officer)s"), officer=writer.officer(row.to))
    return writer.say(ACT[event.kind])


def _letters(writer: Writer) -> FilePart:
    return _table(
        writer,
        N_("Letters"),
        {N_("When"): 3, N_("Letter"): 5, N_("Number"): 3},
        [
            [
                writer.moment(one.at),
                writer.label("letter", one.kind)
                + (f" ({writer.say(N_('void'))})" if one.voided_at else ""),
                one.number,
            ]
            for one in writer.records.letters
        ],
    )


def _evidence(writer: Writer) -> FilePart:
    return _table(
        writer,
        N_("List of evidence"),
        {N_("No."): 1, N_("Kind"): 3, N_("File"): 4, N_("Received"): 3, N_("Sent by"): 3},
        [
            [
                str(one.number),
                writer.label("evidence", one.kind),
                one.name,
                writer.moment(one.at),
                writer.officer(one.officer or "visitor"),
            ]
            for one in writer.records.files
        ],
    )


def _decisions(writer: Writer) -> FilePart:
    return _table(
        writer,
        N_("Decisions by two people"),
        {N_("Request"): 4, N_("Requested by"): 3, N_("Decided by"): 3, N_("Decision"): 2},
        [
            [
                "\n".join(filter(None, [writer.label("asked", one.asked), one.reason])),
                writer.officer(one.asked_by),
                writer.officer(one.decided_by) if one.decided_by else "",
                writer.label("approval", one.state),
            ]
            for one in writer.facts.asked
        ],
    )


def _notes(writer: Writer) -> FilePart:
    return _table(
        writer,
        N_("Notes of officers"),
        {N_("When"): 3, N_("Note"): 7, N_("Officer"): 3},
        [
            [writer.moment(one.at), text, writer.officer(one.officer)]
            for one, text in writer.records.notes
        ],
    )
