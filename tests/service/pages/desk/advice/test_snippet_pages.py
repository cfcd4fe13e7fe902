"""One's own texts: kept, put into a note without a script, taken away."""

NEW = {
    "channel": "hotline",
    "topic": "contract",
    "level": "advice",
    "outcome": "explained",
    "once": "k" * 20,
}


def keep(client, name="Claim", text="Told how to file a claim."):
    return client.post("/en/desk/advice/phrases", data={"name": name, "text": text})


def test_a_text_is_kept_under_its_key_and_taken_away(as_):
    client = as_("barno")
    assert keep(client).status_code == 303
    page = client.get("/en/desk/advice/phrases").text
    assert "Told how to file a claim." in page
    assert client.post("/en/desk/advice/phrases/1/drop").status_code == 303
    assert "Told how to file a claim." not in client.get("/en/desk/advice/phrases").text
    assert client.post("/en/desk/advice/phrases/1/drop").status_code == 404


def test_nobody_else_sees_it(as_):
    keep(as_("barno"))
    assert "Told how" not in as_("davron").get("/en/desk/advice/phrases").text
    assert "Told how" not in as_("davron").get("/en/desk/advice/new").text


def test_its_button_puts_it_behind_what_was_typed_and_saves_nothing(as_):
    client = as_("barno")
    keep(client)
    assert 'accesskey="1"' in client.get("/en/desk/advice/new").text
    page = client.post("/en/desk/advice/new", data=NEW | {"note": "Typed first.", "fill": "1"})
    assert page.status_code == 200
    assert "Typed first.\nTold how to file a claim.</textarea>" in page.text


def test_a_mistake_keeps_what_was_typed_and_the_tenth_is_refused(as_):
    client = as_("barno")
    page = keep(client, name="", text="typed with care")
    assert (page.status_code, "typed with care" in page.text) == (422, True)
    for number in range(9):
        keep(client, name=str(number))
    assert "You already have nine texts" in keep(client, name="ten").text
