"""The day of a death and its document are entered by one officer and confirmed by another.

Revision ID: 0044_death_entered
Revises: 0043_discovery
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = '0044_death_entered'
down_revision = '0043_discovery'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('incidents', sa.Column('death_day', sa.Date(), nullable=True))
    op.add_column('incidents', sa.Column('death_entered_by', AutoString(length=40), nullable=True))
    op.add_column('incidents', sa.Column('death_entered_at', UTCDateTime(), nullable=True))


def downgrade() -> None:
    for name in ('death_entered_at', 'death_entered_by', 'death_day'):
        op.drop_column('incidents', name)
