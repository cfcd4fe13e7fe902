"""The list of scam reports is filtered by what became of them, and by the reported name."""

from catalog.core.actor import VISITOR
from matching.fraud import scam_reports
from matching.fraud.scam_reports import NewReport
from tests.support import cast

PAGE = "/en/desk/offer-reports"


def test_the_list_is_filtered(as_, seeded, clock):
    with seeded.write() as session:
        for name in ("Soxta Firma", "Yolgʻon Ish"):
            new_report = NewReport(name, "KR", under_18=name == "Soxta Firma")
            row = scam_reports.report(session, new_report, by=VISITOR, on=clock())
        scam_reports.set_aside(session, row.reference, by=cast.FARIDA, on=clock())
    client = as_("farida")
    assert "2 reports" in client.get(f"{PAGE}?state=all").text
    for query, found in (
        ("", {"Soxta"}),
        ("state=all", {"Soxta", "Yolg"}),
        ("state=aside", {"Yolg"}),
        ("q=СОХТА&country=kr&under_18=yes", {"Soxta"}),
        ("once=yes", set()),
        ("under_18=no&state=all", {"Yolg"}),
    ):
        page = client.get(f"{PAGE}?{query}").text
        assert {one for one in ("Soxta", "Yolg") if one in page} == found, query
