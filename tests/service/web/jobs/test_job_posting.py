"""A vacancy as search engines and messengers read it."""

import json
import re
from datetime import date

from tests.support import cast


def test_search_engines_and_messengers_read_pay_place_and_terms(client, seeded):
    with seeded.read() as session:
        row = cast.named(session, "published")
        number, isco = row.reference, row.isco08
    page = client.get(f"/en/vacancies/{number}").text
    posting = json.loads(
        re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1]
    )
    assert posting["@type"] == "JobPosting"
    assert posting["baseSalary"]["value"]["minValue"] == 2_900_000
    assert posting["validThrough"] == date(2027, 2, 28).isoformat()
    assert posting["occupationalCategory"]["codeValue"] == isco
    assert posting["identifier"]["value"] == number
    assert set(posting["employmentType"]) <= {"FULL_TIME", "PART_TIME", "TEMPORARY", "OTHER"}
    card = dict(re.findall('<meta property="og:([a-z_]+)" content="([^"]*)"', page))
    assert card["title"].endswith("South Korea")
    assert "₩2,900,000" in card["description"]
    assert card["url"] == f"http://127.0.0.1:8000/en/vacancies/{number}"


def test_a_description_cannot_end_the_script_it_is_told_in(client, seeded):
    with seeded.write() as session:
        row = cast.named(session, "published")
        row.description, number = "</script><script>alert(1)</script>", row.reference
    page = client.get(f"/en/vacancies/{number}").text
    assert "\\u003c/script>" in page, "the posting has the description"
    assert "<script>alert" not in page
