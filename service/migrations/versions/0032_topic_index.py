"""Indexes by which lists and searches of the desk count: sessions, open claims, records of a person.

Revision ID: 0032_topic_index
Revises: 0031_referral_links
"""

import sqlalchemy as sa
from alembic import op

revision = '0032_topic_index'
down_revision = '0031_referral_links'
branch_labels = None
depends_on = None

_TOPIC, _SESSIONS = 'ix_advice_sessions_topic_at', 'advice_sessions'
_OPEN, _CLAIMS = 'ix_claims_open_due', 'claims'
_IS_OPEN = sa.text("state <> 'closed'")
_LINKS = ('same_as', 'linked_to')


def _replace(topic: list[str], claim: list[str]) -> None:
    op.drop_index(_TOPIC, _SESSIONS)
    op.create_index(_TOPIC, _SESSIONS, topic)
    op.drop_index(_OPEN, _CLAIMS)
    op.create_index(_OPEN, _CLAIMS, claim, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN)


def _link(*, known: bool) -> None:
    """Index the records that belong to another one, or all of them."""
    for name in _LINKS:
        term = sa.text(f'{name} IS NOT NULL') if known else None
        op.drop_index(f'ix_citizens_{name}', 'citizens')
        op.create_index(
            f'ix_citizens_{name}', 'citizens', [name], sqlite_where=term, postgresql_where=term
        )


def upgrade() -> None:
    _link(known=True)
    _replace(
        ['topic', 'at', 'citizen', 'voided_at'],
        ['due', 'reference', 'state', 'post', 'owner', 'filed_at', 'moved_at', 'accepted_at'],
    )


def downgrade() -> None:
    _link(known=False)
    _replace(['topic', 'at'], ['due', 'reference'])
