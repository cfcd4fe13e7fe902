"""Where to get advice."""


def test_it_names_lines_with_a_source_and_posts_by_country(client):
    page = client.get("/en/advice").text
    assert 'href="tel:1000"' in page
    assert "1001" not in page
    assert 'href="tel:+8220000001"' in page
    assert page.index("Russia</a>") < page.index("South Korea</a>")
    assert "You need not give your name" in page
