"""The form of a new helpline at the desk."""

import re

PAGE = "/en/desk/helplines"
FORM = {
    "country": "KR",
    "number": "1345",
    "en": "An invented line",
    "ru": "Вымышленная линия",
    "uz": "Oʻylab topilgan telefon",
    "source": "A notice",
    "reason": "We had none.",
}


def test_a_new_helpline_is_on_the_public_page_only_when_a_second_officer_agrees(as_):
    wrong = as_("farida").post(PAGE, data=FORM | {"number": "call us", "ru": ""})
    assert (wrong.status_code, 'value="call us"' in wrong.text) == (422, True)
    assert as_("farida").post(PAGE, data=FORM).status_code == 303
    assert "Waiting for a second approval" in as_("farida").get(f"{PAGE}/new").text
    assert "An invented line" not in as_().get("/en/danger?country=KR").text
    card = as_("iroda").get("/en/desk/approvals").text
    address = re.search(r'action="(/en/desk/approvals/Q-[^"]*)"', card)[1]
    answer = {"verdict": "agree", "answer": "I read it."}
    assert as_("iroda").post(address, data=answer).status_code == 303
    assert "An invented line" in as_("farida").get("/en/desk/facts?kind=helplines").text
    assert "An invented line" in as_().get("/en/danger?country=KR").text
