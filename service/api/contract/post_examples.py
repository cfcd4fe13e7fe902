"""Invented examples of posts and of transfers between them."""

from typing import Any

_POST: dict[str, Any] = {
    "post": "KR-SEOUL-EMB",
    "kind": "embassy",
    "country": "KR",
    "city": "Seoul",
    "name": "Embassy of the Republic of Uzbekistan",
    "address": "1 Invented Street, Seoul",
    "telephones": ["+82 2 000 00 01"],
    "messengers": ["Telegram @invented"],
    "hours": "Monday to Friday, 9:00 to 18:00",
    "timezone": "Asia/Seoul",
    "opened": "1996-01-01",
    "closed": None,
    "serves": ["Seoul", "Incheon"],
    "source": "invented.example",
    "confirmed_on": "2026-11-25",
}
EXAMPLES: dict[str, Any] = {
    "Post": _POST,
    "PostList": {"items": [_POST]},
    "PostChanges": {
        "telephones": ["+82 2 000 00 02"],
        "source": "Letter of the embassy of 24 November 2026",
        "reason": "The number was changed.",
    },
    "PostChangeRequested": {"approval": "Q-4H6J8LMC", "state": "waiting"},
    "TransferOffer": {"post": "KR-SEOUL-EMB", "reason": "The worker has moved to Seoul."},
    "TransferAnswer": {"accept": True, "reason": ""},
    "ClaimTransfer": {"transfer": "T-5M7K9QXC", "state": "offered"},
}
