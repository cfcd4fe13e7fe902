"""Saved filters of every list, columns that a person chose, and bulk actions that can be undone.

Revision ID: 0023_lists
Revises: 0022_staff_notices
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = '0023_lists'
down_revision = '0022_staff_notices'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'list_settings',
        sa.Column('account', AutoString(length=40), nullable=False),
        sa.Column('list_name', AutoString(length=24), nullable=False),
        sa.Column('columns', AutoString(length=400), nullable=False),
        sa.Column('density', AutoString(length=8), nullable=False),
        sa.PrimaryKeyConstraint('account', 'list_name', name=op.f('pk_list_settings')),
    )
    op.add_column(
        'saved_filters',
        sa.Column('list_name', AutoString(length=24), server_default='wages', nullable=False),
    )
    op.create_table(
        'bulk_actions',
        sa.Column('reference', AutoString(length=24), nullable=False),
        sa.Column('account', AutoString(length=40), nullable=False),
        sa.Column('kind', AutoString(length=8), nullable=False),
        sa.Column('made', sa.Text(), nullable=False),
        sa.Column('at', UTCDateTime(), nullable=False),
        sa.Column('undone_at', UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint('reference', name=op.f('pk_bulk_actions')),
    )
    op.create_index(op.f('ix_bulk_actions_at'), 'bulk_actions', ['at'])
    op.add_column('claim_notes', sa.Column('withdrawn_at', UTCDateTime(), nullable=True))


def downgrade() -> None:
    # The earlier table cannot say that a note was taken back.
    op.execute('DELETE FROM claim_notes WHERE withdrawn_at IS NOT NULL')
    op.drop_column('claim_notes', 'withdrawn_at')
    op.drop_index(op.f('ix_bulk_actions_at'), 'bulk_actions')
    op.drop_table('bulk_actions')
    # The earlier table has filters of claims alone.
    op.execute("DELETE FROM saved_filters WHERE list_name <> 'wages'")
    op.drop_column('saved_filters', 'list_name')
    op.drop_table('list_settings')
