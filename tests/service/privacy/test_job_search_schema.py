"""A person's file says what was found for them as long as they looked for work."""

from matching.applications.applications import Application
from matching.applications.notices import Notice
from matching.profiles.profiles import LookingFor
from matching.ranking.alerts import Alert
from matching.recruiting import officer_suggestions
from matching.search.saved_searches import SavedSearch
from service.privacy import export_schema, job_search_schema, personal_export
from service.privacy.job_search_schema import MatchRecord
from tests.matching import market
from tests.support import cast
from tests.support.sample_applications import worker
from tests.test_source_tables import TABLES


def test_it_says_what_was_found_for_them_and_when_they_were_told(seeded, clock):
    with seeded.write() as session:
        (person,) = market.people(session, "Aziz", on=clock())
        market.night(session, on=clock())
        new = market.publish(session, "J-NEW", on=clock()).reference
        session.add(
            Alert(
                citizen=person.reference,
                vacancy=new,
                points=76,
                found_on=cast.TODAY,
                told_on=cast.TODAY,
            )
        )
        session.flush()
        (looks,) = personal_export.export_person(session, person.reference, now=clock()).profiles
        known = cast.named(session, "published").reference
    assert looks.ranked == [MatchRecord(known, 76, cast.TODAY)]
    assert looks.alerts == [MatchRecord(new, 76, cast.TODAY, cast.TODAY)]


# What stands in a row and is not theirs to be told twice, or says nothing of them.
BESIDE = {
    Application: {"knowable", "rule", "checked", "placement", "sex", "age_band", "region"},
    LookingFor: {"changed_at"},
    SavedSearch: {"id"},
    Notice: {"days"},
}


def test_no_column_of_theirs_is_forgotten():
    values = {
        Application: export_schema.ApplicationRecord,
        LookingFor: job_search_schema.JobProfileRecord,
        SavedSearch: job_search_schema.SavedSearchRecord,
        Notice: job_search_schema.NoticeRecord,
    }
    for table, text in values.items():
        columns = set(table.__table__.columns.keys()) - {"citizen", "version"}
        assert columns - set(text.__struct_fields__) - BESIDE[table] == set(), text


# Where somebody stands, and the part of their file that tells it; an account, requests to be erased
# and drafts are told apart.
PARTS = {
    "accounts": "account",
    "advice_matters": "matters",
    "advice_sessions": "advice",
    "agency_complaints": "complaints",
    "applications": "applications",
    "claims": "claims",
    "diaries": "diaries",
    "erasures": "erasures",
    "incidents": "incidents",
    "legal_holds": "holds",
    "name_pairs": "persons",
    "name_parts": "persons",
    "notices": "notices",
    "paid_costs": "paid",
    "placements": "contracts",
    "profiles": "profiles",
    "profile_papers": "profiles",
    "profile_tongues": "profiles",
    "profile_trades": "profiles",
    "proposals": "proposals",
    "rankings": "profiles",
    "relatives": "incidents",
    "round_entries": "rounds",
    "saved_searches": "searches",
    "vacancy_alerts": "profiles",
}
# A number asked for at a post until it is confirmed; what an officer has begun to type.
PASSING = {"number_changes", "desk_drafts"}


def test_wherever_somebody_stands_their_file_says_so():
    there = {name for name, table in TABLES.items() if "citizen" in table.__table__.columns}
    assert there - PASSING == set(PARTS)
    assert set(PARTS.values()) <= set(export_schema.File.__struct_fields__)


def test_what_officers_proposed_is_told(seeded, clock):
    with seeded.write() as session:
        person = worker(session, on=clock())
        job = cast.named(session, "published").reference
        officer_suggestions.propose(
            session, person, job, by=cast.FARIDA, on=clock(), day=cast.TODAY
        )
        (values,) = personal_export.export_person(session, person.reference, now=clock()).proposals
        assert (values.vacancy, values.declined_at) == (job, None)
