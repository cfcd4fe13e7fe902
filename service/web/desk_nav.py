"""The navigation of the desk: what each role opens most, and its other pages by section."""

from collections.abc import Collection
from datetime import date

import msgspec

from catalog.core.actor import Actor, Role
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from service.infra import access
from service.infra.access import Permission as P


class Section(LabelledEnum):
    CASES = "cases", N_("Cases")
    JOBS = "jobs", N_("Agencies and jobs")
    FIGURES = "figures", N_("Figures")
    ADMINISTRATION = "administration", N_("Administration")


class DeskLink(msgspec.Struct, frozen=True):
    """A page of the desk: its address without language, and the permissions of which one opens it.

    A link is marked by `key` where a key of the keyboard opens it.
    """

    path: str
    label: str
    section: Section
    permissions: tuple[P, ...]
    key: str = ""


class DeskNav(msgspec.Struct, frozen=True):
    """The links of one role: those opened most, and the others by section."""

    first: list[DeskLink]
    sections: list[tuple[Section, list[DeskLink]]]


_C, _J, _F, _A = Section
LINKS = (
    DeskLink("/desk/own", N_("My agency"), _J, (P.OWN_OPEN,)),
    DeskLink("/desk/own/vacancies", N_("Our vacancies"), _J, (P.OWN_OPEN,)),
    DeskLink("/desk/own/candidates", N_("Candidates"), _J, (P.OWN_OPEN,)),
    DeskLink("/desk/own/contracts", N_("Contracts"), _J, (P.OWN_OPEN,)),
    DeskLink("/desk/own/complaints", N_("Complaints"), _J, (P.OWN_OPEN,)),
    DeskLink("/desk/own/returns", N_("Monthly returns"), _J, (P.OWN_OPEN,)),
    DeskLink("/desk/morning", N_("Morning list"), _C, (P.WAGES_READ,)),
    DeskLink("/desk/advice/new", N_("Log a session"), _C, (P.ADVICE_WRITE,), "n"),
    DeskLink("/desk/advice", N_("Sessions"), _C, (P.ADVICE_READ,)),
    DeskLink("/desk/wages", N_("Wage claims"), _C, (P.WAGES_READ,)),
    DeskLink("/desk/citizens", N_("People"), _C, (P.CITIZENS_READ,)),
    DeskLink("/desk/approvals", N_("Second approvals"), _C, (P.APPROVALS_READ,)),
    DeskLink("/desk/supervision", N_("Supervision"), _C, (P.WAGES_ASSIGN,)),
    DeskLink("/desk/cases", N_("Cases"), _C, (P.REFERRALS_READ,)),
    DeskLink("/desk/groups", N_("Groups"), _C, (P.WAGES_READ,)),
    DeskLink("/desk/employers", N_("Employers abroad"), _C, (P.EMPLOYERS_READ,)),
    DeskLink("/desk/unclaimed", N_("Unclaimed money"), _C, (P.WAGES_READ,)),
    DeskLink("/desk/incidents", N_("Deaths, injuries and detentions"), _C, (P.INCIDENTS_READ,)),
    DeskLink("/desk/handover", N_("Handover of claims"), _C, (P.WAGES_HAND_OVER,)),
    DeskLink("/desk/transfers", N_("Transfers between missions"), _C, (P.WAGES_TRANSFER,)),
    DeskLink("/desk/warnings", N_("Early warnings"), _C, (P.WARNINGS_DECIDE,)),
    DeskLink("/desk/glass", N_("Open a protection case"), _C, (P.BREAK_GLASS,)),
    DeskLink("/desk/vetting", N_("Vetting"), _J, (P.VACANCIES_READ,)),
    DeskLink("/desk/licences", N_("Licences"), _J, (P.LICENCES_WRITE, P.LICENCES_CONFIRM)),
    DeskLink("/desk/applications", N_("Applications"), _J, (P.APPLICATIONS_READ,)),
    DeskLink("/desk/placements", N_("Placements"), _J, (P.PLACEMENTS_READ,)),
    DeskLink("/desk/check-ins", N_("Check-ins"), _J, (P.CHECKINS_READ,)),
    DeskLink("/desk/complaints", N_("Complaints about agencies"), _J, (P.COMPLAINTS_READ,)),
    DeskLink("/desk/agency-returns", N_("Agency returns"), _J, (P.LICENCES_WRITE,)),
    DeskLink("/desk/seats", N_("Quota rounds"), _J, (P.SEATS_RUN,)),
    DeskLink("/desk/contests", N_("Quota competitions"), _J, (P.CONTESTS_WRITE,)),
    DeskLink("/desk/numbers", N_("Numbers"), _F, (P.NUMBERS_READ,)),
    DeskLink("/desk/returns", N_("Monthly returns"), _F, (P.RETURNS_READ,)),
    DeskLink("/desk/bodies", N_("Returns from other bodies"), _F, (P.BODIES_READ,)),
    DeskLink("/desk/report/{last_year}/checks", N_("Report checks"), _F, (P.BODIES_READ,)),
    DeskLink("/desk/report", N_("Annual report"), _F, (P.REPORT_READ,)),
    DeskLink("/desk/posts", N_("Missions abroad"), _A, (P.POSTS_PROPOSE,)),
    DeskLink("/desk/facts", N_("Facts to confirm"), _A, (P.FACTS_CONFIRM,)),
    DeskLink("/desk/erasures", N_("Erasure requests"), _A, (P.CITIZENS_ERASE,)),
    DeskLink("/desk/journal", N_("Journal"), _A, (P.JOURNAL_READ,)),
    DeskLink("/desk/accounts", N_("Accounts"), _A, (P.ACCOUNTS_WRITE,)),
)
_USUAL = 6
# The pages that a role opens most; other roles have the first that they may open.
_FIRST = {
    Role.LICENSING_OFFICER: (
        "/desk/licences",
        "/desk/vetting",
        "/desk/placements",
        "/desk/complaints",
        "/desk/agency-returns",
        "/desk/contests",
    ),
    Role.SUPERVISOR: (
        "/desk/supervision",
        "/desk/approvals",
        "/desk/wages",
        "/desk/citizens",
        "/desk/vetting",
        "/desk/numbers",
    ),
    Role.PROTECTION_OFFICER: (
        *("/desk/cases", "/desk/incidents"),
        *("/desk/advice", "/desk/wages", "/desk/citizens"),
    ),
}


def for_actor(by: Actor, today: date) -> DeskNav:
    """Return the navigation of the desk for the person who reads a page."""
    left_out = () if access.decides(by) else ("/desk/approvals",)
    return build(by.role, access.permissions(by), today, left_out=left_out)


def build(
    role: Role, may: Collection[str], today: date, *, left_out: Collection[str] = ()
) -> DeskNav:
    """Return the links for a role and its permissions, but for the paths that are left out."""
    links = [
        msgspec.structs.replace(one, path=one.path.format(last_year=today.year - 1))
        for one in LINKS
        if one.path not in left_out and any(each.value in may for each in one.permissions)
    ]
    by_path = {one.path: one for one in links}
    chosen = [by_path[path] for path in _FIRST.get(role, ()) if path in by_path]
    first = chosen or links[:_USUAL]
    rest = [link for link in links if link not in first]
    sections = [(one, [link for link in rest if link.section is one]) for one in Section]
    return DeskNav(first, [(one, pages) for one, pages in sections if pages])
