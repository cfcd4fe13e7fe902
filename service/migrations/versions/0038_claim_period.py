"""Claims for benefits alone, which may be without days of work.

Revision ID: 0038_claim_period
Revises: 0037_measure_answers
"""

import sqlalchemy as sa
from alembic import op

revision = '0038_claim_period'
down_revision = '0037_measure_answers'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'claims', sa.Column('has_period', sa.Boolean(), nullable=False, server_default=sa.true())
    )


def downgrade() -> None:
    op.drop_column('claims', 'has_period')
