"""What would run on a careless page stands on ours as the letters it is, wherever somebody may type
(T-21)."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from urllib.parse import quote

from catalog.employers import employers
from catalog.employers.employers import NewEmployer
from catalog.licensing import agencies
from catalog.vacancies import vacancies, vetting
from matching.identity.persons import Citizen, NewCitizen
from service import accounts
from service.casework.advice import advice_sessions
from service.casework.advice.advice_sessions import NewSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.claims import wage_claims
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Claim, ClaimState, NewClaim, NewLine
from service.casework.workflow import notes, state_machine
from service.casework.workflow.state_machine import NewStep
from service.privacy import legal_holds
from tests.support import cast

# Each does `zqx` in some browser, out of some place: text, attribute, address, script, style,
# template, another alphabet.
STRINGS = [
    "<script>zqx()</script>",
    "</script><script>zqx()</script>",
    "<ScRiPt src=//zqx.example></sCrIpT>",
    "<scr<script>ipt>zqx()",
    "<img src=x onerror=zqx()>",
    "<img/src='x'/onerror=zqx()>",
    "<IMG SRC=javascript:zqx()>",
    "<img src=x:x onerror\n=zqx()>",
    "<svg onload=zqx()>",
    "<svg/onload=zqx()>",
    "<svg><script>zqx()</script></svg>",
    "<svg><animate onbegin=zqx()>",
    "<math><a xlink:href=javascript:zqx()>x",
    "<body onload=zqx()>",
    "<iframe src=javascript:zqx()>",
    "<iframe srcdoc='<b>zqx'>",
    "<details open ontoggle=zqx()>",
    "<input autofocus onfocus=zqx()>",
    "<video><source onerror=zqx()>",
    "<object data=//zqx.example>",
    "<embed src=//zqx.example>",
    "<base href=//zqx.example/>",
    "<meta http-equiv=refresh content=0;url=//zqx.example>",
    "<link rel=stylesheet href=//zqx.example>",
    "<style>*{background:url(//zqx.example)}</style>",
    "<form action=//zqx.example>",
    "<a href=javascript:zqx()>x</a>",
    '"><script>zqx()</script>',
    "'><img src=x onerror=zqx()>",
    '" onmouseover="zqx()',
    "' onfocus='zqx()",
    "`onerror=zqx()`",
    "javascript:zqx()",
    "data:text/html,<script>zqx()</script>",
    "--><script>zqx()</script>",
    "]]><script>zqx()</script>",
    "{{zqx()}}",
    "{% print zqx %}",
    "${zqx()}",
    "\\u003cscript\\u003ezqx()",
    "&lt;script&gt;zqx()&lt;/script&gt;",
    "%3Cscript%3Ezqx()",
    "\uff1cscript\uff1ezqx()",
    "</title><script>zqx()</script>",
    "</textarea><script>zqx()</script>",
]
# Where words that somebody typed may stand as the value of an attribute.
PLAIN = {"value", "aria-label", "content", "alt", "title"}
# Where a link, a picture or a form may lead.
OURS = re.compile(r"/(?![/\\])|[#?]|http://127\.0\.0\.1:8000/|data:image/|tel:")
SEARCHES = (
    "vacancies?q={}",
    "vacancies?wage_min={}",
    "agencies?q={}",
    "offers?agency={}&employer={}&trade={}&wage={}",
    "offers?step=pay&agency={}&telephone={}&contact={}",
    "offers/print?agency={}&vacancy={}&contact={}",
    "matches?trade={}&age={}",
    "danger?country={}",
    "wages/file/start?lost={}",
    "sign-in?next={}",
    "sign-in/work?next={}",
    "{}",
    "report/{}",
    "countries/{}",
)


class Page(HTMLParser):
    """What a browser would make of a page: where a word that would run has got to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.wrong, self.words, self.inside = [], 0, ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        for name, value in attrs:
            result = value or ""
            self.words += "zqx" in result
            runs = name.startswith("on") or name in ("style", "srcdoc") or "zqx" in name
            leads = name in ("href", "src", "action")
            if (
                runs
                or (leads and not OURS.match(result))
                or ("zqx" in result and not leads and name not in PLAIN)
            ):
                self.wrong.append((tag, name, result))

    def handle_data(self, data):
        self.words += "zqx" in data
        if "zqx" in data and self.inside in ("script", "style"):
            json.loads(data)

    def handle_endtag(self, _tag):
        self.inside = ""


def wrong(answers) -> list:
    """What runs on these pages; the words must be there at all."""
    pages = [
        Page(one.text)
        for one in answers
        if one.headers.get("content-type", "").startswith("text/html")
    ]
    assert any(page.words for page in pages)
    return [place for page in pages for place in page.wrong]


def test_forty_and_more_are_tried():
    assert len(set(STRINGS)) == len(STRINGS) >= 40
    assert all(
        Page(one).wrong for one in ("<img src=x onerror=zqx()>", '<a href="javascript:zqx()">')
    ), "it is not blind"


def together() -> list[str]:
    """As many of them at once as fit into a line that somebody types."""
    lines = [""]
    for one in STRINGS:
        lines = (
            [*lines[:-1], f"{lines[-1]} {one}"]
            if len(lines[-1]) + len(one) < 118
            else [*lines, one]
        )
    return lines


def test_nothing_that_was_asked_runs_on_the_page_that_answers(client):
    found = []
    for line in together():
        found += [client.get(f"/en/{one.replace('{}', quote(line))}") for one in SEARCHES]
        found.append(
            client.post("/en/offers/report", data={"recruiter": "", "phone": line, "story": line})
        )
        found.append(client.post("/en/wages/follow", data={"reference": line, "secret": line}))
        found.append(
            client.post("/en/sign-in/work", data={"email": line, "password": line, "then": line})
        )
    assert wrong(found) == []


def offered(session, line: str, number: int, values: dict) -> str:
    """A firm, a recruiter and a vacancy of these words."""
    firm = employers.record(session, NewEmployer(line, "KR", line), **values).reference
    employers.warn(session, firm, line, **values)
    agencies.register(session, cast.agency(f"XB-9{number}", line, id=f"X{number}"), **values)
    job = cast.vacancy(f"X-{number}", title=line, description=line)
    row, _ = vacancies.submit(session, job, agency=f"AG-X{number}", employer=firm, **values)
    vetting.publish_as_decided(session, row.reference, line, **values)
    return row.reference


def owed(session, line: str, number: int, values: dict) -> Claim:
    """A claim of these words, with a step, a note and a hold."""
    lines, worker = (
        [NewLine(Component.BASE_PAY, 100, "RUB")],
        NewCitizen(line, f"+99890{number:07}", region="1726"),
    )
    days = date(2026, 3, 1), date(2026, 8, 31)
    claim = wage_claims.file(
        session,
        NewClaim(line, "RU", *days, lines=lines, contact=worker, city=line, story=line),
        day=cast.TODAY,
        **values,
    ).claim
    notes.add(session, claim, line, **values)
    state_machine.take_step(
        session,
        claim,
        NewStep(ClaimState.ACKNOWLEDGED, line, line, cast.TODAY),
        day=cast.TODAY,
        **values,
    )
    legal_holds.place(session, session.get_one(Citizen, claim.citizen), line, **values)
    return claim


def plant(session, clock, line: str, number: int) -> list[tuple[str | None, str]]:
    """The same words wherever somebody may tell us something; who reads them on which pages."""
    values = {"by": cast.CHINORA, "on": clock()}
    job, claim = offered(session, line, number, values), owed(session, line, number, values)
    asked = Channel.HOTLINE, Topic.UNPAID_WAGES, Level.ADVICE, Outcome.EXPLAINED
    call = advice_sessions.log(
        session, NewSession(*asked, name=line, note=line, region="1726"), day=cast.TODAY, **values
    )
    for name in ("alisher", "barno"):
        accounts.find(session, cast.email(name)).name = line
    return [
        (None, f"vacancies/{job}"),
        (None, f"agencies/AG-X{number}"),
        ("barno", f"desk/advice/{call.reference}"),
        ("chinora", f"desk/wages/{claim.reference}"),
        ("chinora", f"desk/citizens/{claim.citizen}"),
        ("chinora", f"desk/citizens/{claim.citizen}/merge"),
        ("iroda", f"desk/citizens/{claim.citizen}/hold"),
        ("farida", f"desk/licences/AG-X{number}"),
        ("farida", f"desk/vetting/{job}"),
    ]


LISTS = [
    (None, "vacancies"),
    (None, "agencies"),
    ("chinora", "desk/wages"),
    ("barno", "desk/advice"),
    ("farida", "desk/licences?q=script"),
    ("laylo", "desk/accounts"),
    ("alisher", "me"),
    ("barno", "me"),
    ("barno", "desk"),
    ("farida", "desk/vetting"),
    ("barno", "desk/citizens"),
]


def test_nothing_that_was_kept_runs_for_whoever_reads_it(as_, seeded, clock):
    with seeded.write() as session:
        pages = [
            page
            for number, line in enumerate(together())
            for page in plant(session, clock, line, number)
        ]
    for name in {name for name, _ in (*pages, *LISTS)}:
        client = as_(name)
        found = [client.get(f"/en/{path}") for who, path in (*pages, *LISTS) if who == name]
        assert {answer.status_code for answer in found} == {200}
        assert wrong(found) == []
