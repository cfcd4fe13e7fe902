"""Links by which another body reads and answers a referral.

Revision ID: 0031_referral_links
Revises: 0030_diary_notes
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = '0031_referral_links'
down_revision = '0030_diary_notes'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'referral_links',
        sa.Column('number', AutoString(length=24), nullable=False),
        sa.Column('referral', AutoString(length=24), nullable=False),
        sa.Column('body', AutoString(length=16), nullable=False),
        sa.Column('officer', sa.LargeBinary(), nullable=True),
        sa.Column('facts', AutoString(length=80), nullable=False),
        sa.Column('message', sa.LargeBinary(), nullable=True),
        sa.Column('code_blind', AutoString(length=64), nullable=False),
        sa.Column('made_by', AutoString(length=40), nullable=False),
        sa.Column('made_at', UTCDateTime(), nullable=False),
        sa.Column('until', UTCDateTime(), nullable=False),
        sa.Column('closed_at', UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ['referral'], ['referrals.reference'], name=op.f('fk_referral_links_referral')
        ),
        sa.PrimaryKeyConstraint('number', name=op.f('pk_referral_links')),
    )
    op.create_index(op.f('ix_referral_links_referral'), 'referral_links', ['referral'])


def downgrade() -> None:
    op.drop_index(op.f('ix_referral_links_referral'), 'referral_links')
    op.drop_table('referral_links')
