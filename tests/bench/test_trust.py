"""What trust costs, in little: every entry is verified, and the list has sealed values to open."""

from bench import trust
from bench.caseload import Size


def test_the_chain_is_verified_whole_and_the_list_is_the_same_either_way():
    [found] = trust.run(("sqlite",), Size().part(200), 300)
    assert found["journal"]["entries"] >= 300
    assert found["list"]["values"] > 0
    assert min(found["list"]["sealed_ms"], found["list"]["plain_ms"]) > 0


def test_what_was_opened_once_is_told_again_without_its_key():
    plain = trust.Plain()
    plain.values[("C-1", "claims.story")] = "Invented"
    assert plain.tell(None, [("C-1", "claims.story", b"sealed")]) == ["Invented"]
