"""The figures of a year as hand-written SQL, one query each, for both kinds of database."""

_ADVISED = "day BETWEEN :first AND :last AND level <> 'information'"
_CAME = "FROM placements WHERE state = 'arrived' AND arrived_on BETWEEN :first AND :last"
_FILED = "FROM claims WHERE filed_on BETWEEN :first AND :last"
_RECEIVED = 'FROM payments WHERE "on" BETWEEN :first AND :last AND reversal IS NULL'
_PAID = f"{_RECEIVED} AND purpose = 'wages'"
_OFFICE = "coalesce(nullif(office, ''), 'claims_desk')"
_PERSONS = f"""
    SELECT count(DISTINCT coalesce(l.same_as, l.reference, c.same_as, c.reference)) FROM advice_sessions s
    JOIN citizens c ON c.reference = s.citizen LEFT JOIN citizens l ON l.reference = c.linked_to
    WHERE s.{_ADVISED}
"""  # noqa: S608


def _by(part: str, rest: str, number: str = "count(*)") -> str:
    return f"SELECT coalesce({part}, 'not_stated'), {number} {rest} GROUP BY 1"


def _held(part: str) -> str:
    return _by(part, f"FROM advice_sessions WHERE {_ADVISED}")


def _rate(part: str) -> str:
    """Return the query for money that workers of claims closed in the year have, and were owed.

    Both are by currency.
    """
    return f"""
        WITH closed AS (
            SELECT DISTINCT claim FROM claim_steps WHERE "to" = 'closed' AND at >= :begins AND at < :ends
        ), owed AS (
            SELECT claim, currency, sum({part}) AS owed FROM claim_lines JOIN closed USING (claim)
            GROUP BY claim, currency HAVING sum({part}) > 0
        ), moves AS (
            SELECT claim, currency, amount FROM payments WHERE hand = 'worker' AND "on" <= :last
            UNION ALL SELECT claim, currency, amount FROM pay_outs WHERE "on" <= :last
            UNION ALL SELECT claim, currency, -amount FROM undelivered WHERE pay_out IS NOT NULL AND since <= :last
        ), paid AS (
            SELECT claim, currency, sum(amount) AS paid FROM moves JOIN closed USING (claim) GROUP BY claim, currency
        )
        SELECT o.currency, coalesce(sum(p.paid), 0), sum(o.owed)
        FROM owed o LEFT JOIN paid p ON p.claim = o.claim AND p.currency = o.currency GROUP BY o.currency
    """  # noqa: S608


def _answered(hours: str) -> str:
    return f"""
        SELECT CASE WHEN {hours} < 24 THEN 'within_1_day' WHEN {hours} < 72 THEN 'within_3_days'
                    WHEN {hours} < 240 THEN 'within_10_days' ELSE 'later' END, count(*)
        FROM claims c JOIN claim_steps s ON s.claim = c.reference
        WHERE c.filed_on BETWEEN :first AND :last
          AND s.id = (SELECT min(id) FROM claim_steps WHERE claim = c.reference) GROUP BY 1
    """  # noqa: S608


ANSWERED = {
    "sqlite": _answered("CAST((julianday(s.at) - julianday(c.filed_at)) * 24 AS INTEGER)"),
    "postgresql": _answered("CAST(floor(extract(epoch FROM s.at - c.filed_at) / 3600) AS INTEGER)"),
}
QUESTIONS = {
    "placements.total": f"SELECT count(*) {_CAME}",
    "placements.by_country": _by("country", _CAME),
    "placements.by_channel": _by("channel", _CAME),
    "placements.by_sex": _by("sex", _CAME),
    "placements.by_age": _by("age_band", _CAME),
    "placements.by_region": _by("region", _CAME),
    "placements.by_occupation": _by("occupation_major", _CAME),
    "advice.sessions": f"SELECT count(*) FROM advice_sessions WHERE {_ADVISED}",  # noqa: S608
    "advice.persons": _PERSONS,
    "advice.matters": f"SELECT count(DISTINCT matter) FROM advice_sessions WHERE {_ADVISED}",  # noqa: S608
    "advice.sessions_by_posts": f"SELECT count(*) FROM advice_sessions WHERE post IS NOT NULL AND {_ADVISED}",  # noqa: S608
    "advice.sessions_by_topic": _held("topic"),
    "advice.sessions_by_channel": _held("channel"),
    "advice.sessions_by_outcome": _held("outcome"),
    "advice.sessions_by_country": _held("country"),
    "advice.persons_by_posts": f"{_PERSONS} AND s.post IS NOT NULL",
    "advice.persons_possible_duplicates": f"""
        {_PERSONS} AND (c.similar_to IS NOT NULL OR (
            c.phone_blind IS NULL AND c.passport_blind IS NULL AND c.pinfl_blind IS NULL
            AND (c.birth_year IS NULL OR c.region = 'not_stated')
        ))
    """,
    "advice.contacts": "SELECT count(*) FROM advice_contacts WHERE day BETWEEN :first AND :last",
    "advice.contacts_unanswered": """
        SELECT count(*) FROM advice_contacts WHERE day BETWEEN :first AND :last AND NOT answered
    """,
    "advice.groups": "SELECT count(*) FROM advice_groups WHERE day BETWEEN :first AND :last",
    "advice.group_heads": "SELECT coalesce(sum(present), 0) FROM advice_groups WHERE day BETWEEN :first AND :last",
    "advice.mass_events": "SELECT count(*) FROM mass_events WHERE day BETWEEN :first AND :last",
    "harm.helped": """
        SELECT count(DISTINCT person_blind) FROM referrals
        WHERE over_on BETWEEN :first AND :last AND helped AND victim <> 'not_stated'
          AND post IS NOT NULL AND country IS NOT NULL
    """,
    "harm.helped_by_posts": """
        SELECT coalesce(country, 'not_stated'), count(DISTINCT person_blind) FROM referrals
        WHERE over_on BETWEEN :first AND :last AND helped AND victim <> 'not_stated'
          AND post IS NOT NULL AND country IS NOT NULL GROUP BY 1
    """,
    "harm.handed_over": "SELECT count(*) FROM referrals WHERE sent_on BETWEEN :first AND :last",
    "wages.claims_filed": f"SELECT count(*) {_FILED}",
    "wages.claims_by_country": _by("country", _FILED),
    "wages.claims_by_state": _by("state", _FILED),
    "wages.closed": """
        SELECT count(DISTINCT claim) FROM claim_steps WHERE "to" = 'closed' AND at >= :begins AND at < :ends
    """,
    "wages.groups_opened": "SELECT count(*) FROM claim_groups WHERE opened_on BETWEEN :first AND :last",
    "wages.group_workers": """
        SELECT count(DISTINCT coalesce(l.same_as, l.reference, p.same_as, p.reference)) FROM claim_groups g
        JOIN claim_group_members m ON m."group" = g.reference JOIN claims c ON c.reference = m.claim
        JOIN citizens p ON p.reference = c.citizen LEFT JOIN citizens l ON l.reference = p.linked_to
        WHERE g.opened_on BETWEEN :first AND :last
    """,
    "wages.recovered": _by("currency", _PAID, "coalesce(sum(amount), 0)"),
    "wages.recovered_usd": f"SELECT coalesce(sum(usd), 0) {_PAID}",
    "wages.recovered_by_country": """
        SELECT c.country, coalesce(sum(p.usd), 0) FROM payments p JOIN claims c ON c.reference = p.claim
        WHERE p."on" BETWEEN :first AND :last AND reversal IS NULL AND purpose = 'wages' GROUP BY 1
    """,
    "wages.recovered_by_office": _by(_OFFICE, _PAID, "coalesce(sum(usd), 0)"),
    **{
        key + end: (
            _by(_OFFICE, f"{_RECEIVED} AND purpose = '{purpose}'", "coalesce(sum(usd), 0)")
            if end
            else f"SELECT coalesce(sum(usd), 0) {_RECEIVED} AND purpose = '{purpose}'"
        )
        for key, purpose in (
            ("fees.refunded", "fees"),
            ("deposits.returned", "deposits"),
            ("benefits.received", "benefits"),
        )
        for end in ("", "_by_office")
    },
    "wages.payments_without_usd": f"SELECT count(DISTINCT claim) {_PAID} AND usd IS NULL",
    "wages.rate_claimed": _rate("claimed"),
    "wages.rate_documented": _rate("coalesce(documented, 0)"),
    "wages.rate_agreed": _rate("coalesce(agreed, 0)"),
    "licences.active": """
        SELECT count(*) FROM agencies WHERE external_id IN (
            SELECT agency FROM licences l WHERE country = 'UZ' AND activated_on <= :last
            AND coalesce(valid_from, :last) <= :last AND coalesce(valid_to, :last) >= :last AND NOT EXISTS (
                SELECT 1 FROM licence_orders o WHERE o.licence = l.id AND o.starts_on <= :last
                AND coalesce(o.until, :last) >= :last AND o.kind <> 'surveil'))
    """,
    "licences.granted": "SELECT count(*) FROM licences WHERE country = 'UZ' AND granted_on BETWEEN :first AND :last",
    "licences.orders": """
        SELECT o.kind, count(*) FROM licence_orders o JOIN licences l ON l.id = o.licence
        WHERE l.country = 'UZ' AND o.starts_on BETWEEN :first AND :last GROUP BY 1
    """,
    "vacancies.published": "SELECT count(*) FROM vacancies WHERE published_at >= :begins AND published_at < :ends",
    "vacancies.by_country": """
        SELECT country, count(*) FROM vacancies WHERE published_at >= :begins AND published_at < :ends GROUP BY 1
    """,
    "vacancies.seats": """
        SELECT coalesce(sum(seats), 0) FROM vacancies WHERE published_at >= :begins AND published_at < :ends
    """,
}


def of(kind: str) -> dict[str, str]:
    """Return the queries for one kind of database, by the keys of the figures."""
    return QUESTIONS | {"wages.answered": ANSWERED[kind]}
