"""Programs that send something about work in Uzbekistan are told who is responsible there."""


def test_a_session_a_report_and_a_case_name_the_lines_to_call(as_):
    client = as_("barno", key=True)
    talk = {
        "channel": "hotline",
        "topic": "contract",
        "level": "advice",
        "outcome": "explained",
        "country": "UZ",
        "age_band": "under_18",
    }
    logged = client.post("/api/v1/advice", json=talk).json()
    lines = [{"number": "1000", "sentence": "A line that nobody answers"}]
    assert logged["responsible"] == {"bodies": [], "telephones": lines}
    opened = client.post("/api/v1/referrals", json={"origin": logged["reference"]}).json()
    assert opened["responsible"]["telephones"] == lines
    report = {"recruiter": "Fast Visa", "country": "UZ", "under_18": True}
    assert client.post("/api/v1/offers/reports", json=report).json()["responsible"]
    abroad = client.post("/api/v1/offers/reports", json={"recruiter": "Fast", "country": "KR"})
    assert abroad.json()["responsible"] is None
