"""The index of sessions by topic has what a list counts by.

Revision ID: 0032_topic_index
Revises: 0031_referral_links
"""

from alembic import op

revision = '0032_topic_index'
down_revision = '0031_referral_links'
branch_labels = None
depends_on = None

_NAME, _TABLE = 'ix_advice_sessions_topic_at', 'advice_sessions'


def upgrade() -> None:
    op.drop_index(_NAME, _TABLE)
    op.create_index(_NAME, _TABLE, ['topic', 'at', 'citizen', 'voided_at'])


def downgrade() -> None:
    op.drop_index(_NAME, _TABLE)
    op.create_index(_NAME, _TABLE, ['topic', 'at'])
