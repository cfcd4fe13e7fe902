"""What a journal entry touched, in words: every name that the code writes, and every column."""

import ast
from collections.abc import Iterator

from catalog.licensing.agencies import Agency
from catalog.licensing.legal_rules import LawRow
from catalog.reference.countries import Fact
from catalog.reference.posts import Hotline, Post
from catalog.vacancies.vacancies import Vacancy
from i18n import Language
from matching.profiles import profile_edits, profiles
from service.casework.deadlines.time_limits import TimeLimit
from service.casework.worklists.service_level_rules import ServiceClock
from service.pages.desk.shared import journal_fields
from service.pages.desk.shared.journal_nouns import NOUN
from service.privacy.retention import Rule
from service.reporting.external.figure_catalogue import Catalogued
from tests.service.pages.desk.shared.test_journal_acts import words_in
from tests.support import source_tree

# Tables of which a command compares the columns, by noun: all of them can be touched.
TABLES = {
    "agency": Agency,
    "body_figure": Catalogued,
    "country": Fact,
    "fact": Fact,
    "hotline": Hotline,
    "law": LawRow,
    "post": Post,
    "retention": Rule,
    "service_clock": ServiceClock,
    "time_limit": TimeLimit,
    "vacancy": Vacancy,
}
# Columns of these tables that no command compares: keys, marks and what is counted elsewhere.
NEVER = set("classified confirmed_on confirmed_once_by edition external_id id open_points".split())
NEVER |= set("published_at reference version vetted_edition".split())
# Modules whose names are computed: columns above, facts of corrections, or codes.
BY_VALUE = set(
    """catalog.core.corrections catalog.licensing.licence_applications
    catalog.licensing.proposal_decisions catalog.licensing.proposal_rules
    catalog.reference.country_measures catalog.reference.countries catalog.reference.post_changes
    catalog.reference.posts catalog.licensing.agencies catalog.licensing.legal_rules
    catalog.vacancies.vacancies catalog.vacancies.vetting matching.contracts.signing
    matching.lexicon.name_proposals matching.profiles.profile_edits matching.quota.pool
    service.approvals.fact_requests service.casework.incidents.procedure
    service.casework.people_access service.casework.protection.referral_links
    service.casework.workflow.claim_facts service.casework.worklists.claim_reminders
    service.casework.worklists.service_level_rules service.privacy.retention
    service.reporting.external.figure_catalogue matching.journey.return_migration
    service.casework.deadlines.time_limits""".split()
)


def written() -> Iterator[tuple[str, set[str], set[str]]]:
    """Every place that writes names into the journal: its module, its nouns, and the names."""
    for module, path in source_tree.sources("catalog", "matching", "service").items():
        for _, function in source_tree.functions([path]):
            for call in ast.walk(function):
                if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                    continue
                owner, values = (
                    getattr(call.func.value, "id", ""),
                    {one.arg: one.value for one in call.keywords},
                )
                if owner == "journal" and call.func.attr.startswith("write") and "fields" in values:
                    nouns = words_in(call.args[2], function) or {""}
                    yield module, nouns, words_in(values["fields"], function)


def test_a_name_that_the_code_writes_is_not_shown_raw():
    raw, by_value = set(), set()
    for module, nouns, names in written():
        by_value |= set() if names else {module}
        raw |= {
            f"{noun}.{name}"
            for noun in nouns
            for name in names
            if name.isidentifier() and name != "v" and not journal_fields.label(noun, name)
        }
    assert raw == set()
    assert by_value == BY_VALUE, "names told by a value: give them labels, then list the module"


def test_a_column_that_a_command_compares_is_not_shown_raw():
    raw = {
        f"{noun}.{column.name}"
        for noun, table in TABLES.items()
        for column in table.__table__.columns
        if column.name not in NEVER and not journal_fields.label(noun, column.name)
    }
    assert raw == set()


def test_an_answer_of_a_jobseeker_is_not_shown_raw():
    inputs = (profile_edits.BasicsInput, profile_edits.PreferencesInput)
    names = {name for kind in inputs for name in kind.__struct_fields__} | set(profiles.LISTS)
    assert {name for name in names if not journal_fields.label("profile", name)} == set()


def test_a_label_for_one_kind_of_record_names_one_that_there_is():
    nouns = {name.partition(".")[0] for name in journal_fields.FIELD if "." in name}
    assert nouns <= set(NOUN)


def test_a_legal_rule_does_not_take_the_labels_of_a_mission_or_a_time_limit():
    names = journal_fields.texts(Language.EN, "law", "load", "kind,unit,valid_from,valid_to")
    assert names == ["Type", "Unit", "First day in force", "Last day in force"]


def test_codes_counts_and_moments_are_told_in_the_language_of_the_reader():
    def told(noun: str, act: str, names: str, lang: Language = Language.EN) -> list[str]:
        return journal_fields.texts(lang, noun, act, names)

    assert told("vacancy", "check", "wage_floor") == [
        "Pay not below the legal minimum or the market rate"
    ]
    assert told("contract", "agree", "pay,housing", Language.RU) == [
        "Зарплата в месяц",
        "Жильё",
    ]
    assert told("claim", "amend", "lines.2.agreed") == ["2. Amount agreed or awarded"]
    assert told("list", "export", "rows:1078") == ["1,078 records"]
    assert told("access", "refuse", "more:3,since:2026-12-01T09:00+00:00") == [
        "3 more refusals",
        "since 1 December 2026, 14:00",
    ]
    assert told("vacancy", "approve", "state,without_fee") == [
        "Status",
        "Passed without: fee the worker pays",
    ]


def test_a_name_that_nobody_knows_or_that_was_cut_off_stays_as_it_is():
    names = "crimes.decrease_share,V-2MUAN7C,since:2026-13,rows:many,nobody"
    assert journal_fields.texts(Language.EN, "seat_round", "put_seats", names) == names.split(",")
