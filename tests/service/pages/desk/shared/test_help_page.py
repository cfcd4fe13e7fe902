"""Each role that has a desk has its page of help."""

import re

from service.infra import access
from service.infra.access import Permission
from tests.support import cast

STAFF = [name for name, who in cast.PEOPLE.items() if access.allows(who, Permission.DESK_OPEN)]


def test_a_role_has_no_help_or_a_link_that_is_closed_to_it(as_):
    roles = set()
    for name in STAFF:
        if (role := cast.PEOPLE[name].role) not in roles:
            roles.add(role)
            client = as_(name)
            page = client.get("/en/desk/help")
            steps = re.sub("(?s)<nav.*?</nav>|<footer.*", "", page.text)
            links = set(re.findall('href="(/en/desk/[^"#]+)', steps))
            assert (page.status_code, len(links) > 3) == (200, True), role
            closed = {link for link in links if client.get(link).status_code != 200}
            assert closed == set(), role
    may = {role for role, granted in access.ROLES.items() if Permission.DESK_OPEN in granted}
    assert roles == may
