"""Rules on stored data: tables, the persons in them, migrations, refusals, settings."""

import ast
import inspect
import re
import sys
from itertools import pairwise

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect as look
from sqlmodel import SQLModel

from catalog.core.errors import InvalidInput, Refusal
from i18n import PLACEHOLDER
from matching.identity import persons
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import ClaimState
from service.casework.protection import referrals
from service.casework.workflow import state_machine
from service.infra import database as databases
from service.infra import settings
from service.operations import all_models
from service.web import problems
from tests.support import cast, source_tree

source_tree.loaded()
TABLES = {
    cls.__tablename__: cls for cls in source_tree.kinds_of(SQLModel) if hasattr(cls, "__table__")
}
# CellFault repeats what reading a sheet has already reported, in the importer's terminal.
OURS = [
    cls
    for cls in source_tree.kinds_of(Refusal)
    if not cls.__module__.startswith("tests") and cls.__name__ != "CellFault"
]
# Who else may read the environment: the demonstration, which has its own home; the tests, which
# must recognise a robot; and the metrics, whose library reads there the folder in which several
# workers count together.
ENVIRONMENT = {
    "service.__main__",
    "service.infra.settings",
    "service.commands.check",
    "service.commands.demo",
    "service.commands.test",
    "service.operations.metrics",
}
# Columns in which a person can be mentioned, in any table.
OF_PEOPLE = {
    "citizen",
    "phone",
    "phone_blind",
    "email",
    "story",
    "note",
    "text",
    "sex",
    "age_band",
    "name_key",
}
# Tables that have such a column and yet no person in it.
NOBODY = {
    "time_limits": "a remark about a law",
    "agencies": "the telephone of a firm",
    "agency_branches": "the telephone of a firm",
    "countries": "the dialling code",
    "law": "a remark about a law",
    "licence_petitions": "the telephone of a firm",
    "offer_reports": "the recruiter and their telephone; whoever reports is not asked",
}


def test_every_table_is_known_to_the_migrations():
    known = {module.__name__ for module in all_models.MODULES}
    assert sorted({cls.__module__ for cls in TABLES.values()} - known) == [], (
        "add these modules to service/operations/all_models.py"
    )


def test_every_table_of_people_names_its_personal_columns():
    unnamed = []
    for name, cls in TABLES.items():
        people = OF_PEOPLE & set(cls.__table__.columns.keys())
        personal = set(getattr(sys.modules[cls.__module__], "PERSONAL", ()))
        if name not in NOBODY and people - personal:
            unnamed.append((name, sorted(people - personal)))
    assert unnamed == []


def test_every_personal_name_is_a_column():
    for module in all_models.MODULES:
        columns = {
            column.key
            for cls in TABLES.values()
            if cls.__module__ == module.__name__
            for column in cls.__table__.columns
        }
        assert set(getattr(module, "PERSONAL", ())) <= columns, module.__name__


def test_whoever_is_nobody_is_a_table():
    assert set(NOBODY) <= set(TABLES)


def migrate(database, verb, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(databases.MIGRATIONS))
    with database._writing.connect() as connection:
        config.attributes["connection"] = connection
        verb(config, to)
        connection.commit()


def test_migrations_give_the_tables_of_the_models(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == [], (
            "write a migration in service/migrations/versions that makes these changes"
        )


def test_migrations_go_down_and_up_again(database):
    migrate(database, command.downgrade, "base")
    assert set(look(database.engine).get_table_names()) <= {"alembic_version"}
    migrate(database, command.upgrade, "head")
    assert set(TABLES) <= set(look(database.engine).get_table_names())


# SQLite removes no column from a table with references while there are rows; it adds them as
# PostgreSQL does.
@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_what_the_steps_of_older_claims_say_is_kept_beside_them(seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.IRODA)
        for to in ("acknowledged", "screened"):
            new_step = state_machine.NewStep(ClaimState(to), next_action="Go", due=cast.TODAY)
            state_machine.take_step(
                session, claim, new_step, by=cast.CHINORA, on=clock.forward(hours=1), day=cast.TODAY
            )
    migrate(seeded, command.downgrade, "0001_first")
    migrate(seeded, command.upgrade, "head")
    with seeded.read() as session:
        claim = session.get_one(wage_claims.Claim, cast.CLAIM)
        assert (claim.moved_at, claim.accepted_at) == (clock(), None)


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_cases_under_records_joined_before_are_one_person_s(seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.IRODA)
        other = persons.record(
            session, persons.NewCitizen("Zqother Invented"), by=cast.IRODA, on=clock()
        )
        case = referrals.refer(
            session, referrals.NewReferral(cast.CLAIM), by=cast.ELYOR, on=clock(), day=cast.TODAY
        )
        session.get_one(persons.Citizen, claim.citizen).same_as = other.reference
        number, lead = case.reference, referrals.mark("person", other.reference)
        assert case.person_blind != lead
    migrate(seeded, command.downgrade, "0005_search")
    migrate(seeded, command.upgrade, "head")
    with seeded.read() as session:
        assert session.get_one(referrals.Referral, number).person_blind == lead


def test_a_database_knows_whether_it_is_migrated(bare):
    assert not bare.migrated()
    bare.migrate()
    assert bare.migrated()
    bare.migrate()


def test_every_refusal_has_a_sentence_of_its_own():
    assert len(OURS) > 30, "all modules were seen"
    silent = [
        cls.__qualname__ for cls in OURS if "sentence" not in vars(cls) or not cls.sentence.strip()
    ]
    texts = [cls.sentence for cls in OURS]
    assert silent == []
    assert [
        cls.__qualname__
        for cls in OURS
        if not re.match(r"^[A-Z“%].*[.?]$", cls.sentence, re.DOTALL)
    ] == []
    assert sorted({one for one in texts if texts.count(one) > 1}) == []


def test_no_query_names_a_table_or_a_column_by_text():
    found = [
        name
        for name, path in source_tree.sources().items()
        for node in source_tree.nodes(path)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("sqlalchemy")
        if {"table", "column", "literal_column"} & {one.name for one in node.names}
    ]
    assert found == []


def test_every_refusal_has_a_name_of_its_own():
    slugs = [cls.slug for cls in OURS]
    assert sorted({one for one in slugs if slugs.count(one) > 1}) == []


def test_every_refusal_is_a_fault_of_the_request_or_a_pause():
    for cls in OURS:
        refusal = (
            InvalidInput([])
            if cls is InvalidInput
            else cls(**dict.fromkeys(PLACEHOLDER.findall(cls.sentence), "x"))
        )
        status = problems.status_of(refusal)
        assert 400 <= status < 500 or status == 503, cls.slug


def test_every_refusal_is_raised_somewhere():
    sources = "\n".join(path.read_text() for path in source_tree.sources().values())
    raised = set(re.findall(r"(?<!class )\b(\w+)\(", sources)) | set(
        re.findall(r"(?:raise (?:\w+\.)*|require_other_person\(by, )(\w+)\b", sources)
    )
    idle = [cls.__name__ for cls in OURS if cls.__name__ not in raised]
    assert idle == []


def test_every_setting_can_be_set_and_is_documented():
    fields = settings.Settings.__struct_fields__
    assert sorted([*settings.NAMES.values(), "demonstration"]) == sorted(fields), (
        "what `demo` alone says is no setting"
    )
    body = ast.parse(inspect.getsource(settings.Settings)).body[0].body
    by_name = {
        field.target.id: values.value.value
        for field, values in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(values, ast.Expr)
    }
    for name, field in settings.NAMES.items():
        assert by_name.get(field, "").startswith(f"{name}: "), name


def test_nothing_else_reads_the_environment():
    readers = {
        name
        for name, path in source_tree.sources().items()
        if re.search(r"os\.environ|getenv", path.read_text())
    }
    assert readers <= ENVIRONMENT


def test_the_state_of_a_claim_is_compared_with_no_text():
    """A state that is renamed or misspelt would pass by such a comparison in silence."""
    compared = re.compile(r"""(?:[Cc]laim\.state\)?|\bto) (?:==|!=|in|not in) \(?["']""")
    assert [
        name for name, path in source_tree.sources().items() if compared.search(path.read_text())
    ] == []
