"""When each day of a wage diary was noted: a diary goes on after its claim was filed.

Revision ID: 0030_diary_notes
Revises: 0029_letter_workers
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = '0030_diary_notes'
down_revision = '0029_letter_workers'
branch_labels = None
depends_on = None

_TABLES = ('diary_days', 'diary_pays')


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column('noted_at', UTCDateTime(), nullable=True))


def downgrade() -> None:
    for table in _TABLES:
        op.drop_column(table, 'noted_at')
