"""Pages as text, without the white space that a browser does not show."""

import re
from functools import lru_cache

# White space that a browser does not show: within a tag, and beside elements of their own line.
_PARTS = re.compile(
    r"[^<]+|<(pre|textarea|script|style)\b.*?</\1>|<!--.*?-->"
    r"""|</?[a-z](?:[^<>"']++|"[^"]*"|'[^']*')*+>|<""",
    re.DOTALL | re.IGNORECASE,
)
_SPACES = re.compile(r"[\t\r\n\f][ \t\r\n\f]*| [ \t\r\n\f]+")
_ATTRIBUTES = re.compile(r"""("[^"]*"|'[^']*')|\s+""")
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|br|button|code|data|del|dfn|em|i|img|input|ins|kbd|label|mark|meter"
    r"|output|picture|progress|q|s|samp|select|small|span|strong|sub|sup|svg|path|time|u|var|wbr"
    r"|textarea)\b",
    re.IGNORECASE,
)


def without_unseen_space(content: str, between: str = "\n") -> str:
    """Return a page without the white space that a browser does not show.

    A run of white space becomes one space, but for spaces that do not break; `between` stands
    before an element that begins its own line, and no other space beside it.
    """
    parts: list[str] = []
    own_line = True
    for match in _PARTS.finditer(content):
        part = match[0]
        if not part.startswith("<"):
            part = _SPACES.sub(" ", part)
            if own_line:
                part = part.removeprefix(" ")
            parts.append(part)
            own_line = own_line and not part
            continue
        if match[1] is None:
            part, own_line = _tag(part)
        else:
            own_line = not _INLINE.match(part)
        if own_line and parts:
            parts[-1] = parts[-1].removesuffix(" ")
        parts.append(between + part if own_line else part)
    return "".join(parts)


# Pages have most of their tags in common.
@lru_cache(20_000)
def _tag(part: str) -> tuple[str, bool]:
    """Return a tag without needless spaces, and whether it begins its own line."""
    part = _ATTRIBUTES.sub(lambda found: found[1] or " ", part)
    part = re.sub(r" (?=/?>$)", "", part)
    return part, not _INLINE.match(part)
