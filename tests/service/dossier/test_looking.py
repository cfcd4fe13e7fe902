"""What somebody said when they looked for work is told to them whole."""

from matching import notices, searches
from matching.applications import Application
from matching.profiles import LookingFor
from service.dossier import looking

# What stands in a row and is not theirs to be told twice, or says nothing of them.
BESIDE = {
    "Applied": {"citizen", "knowable", "rule", "checked", "placement", "sex", "age_band", "region", "version"},
    "Looks": {"citizen", "version", "changed_at", "trades", "tongues", "papers"},
    "Searched": {"citizen", "id"},
    "Noticed": {"citizen", "days"},
}  # fmt: skip


def test_no_column_of_theirs_is_forgotten():
    tables = {"Applied": Application, "Looks": LookingFor, "Searched": searches.SavedSearch, "Noticed": notices.Notice}
    for name, table in tables.items():
        told, columns = set(getattr(looking, name).__struct_fields__), set(table.__table__.columns.keys())
        assert columns - told - BESIDE[name] == set(), name
