"""0012_counters"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0012_counters'
down_revision = '0011_upkeep'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'counters',
        sa.Column('hour', sa.Integer(), nullable=False),
        sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column('subject', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column('amount', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('hour', 'kind', 'subject', name=op.f('pk_counters')),
    )


def downgrade() -> None:
    op.drop_table('counters')
