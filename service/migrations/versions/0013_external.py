"""0013_external"""

import sqlalchemy as sa
from alembic import op

revision = '0013_external'
down_revision = '0012_counters'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('report_years', sa.Column('external', sa.Text(), server_default='', nullable=False))


def downgrade() -> None:
    op.drop_column('report_years', 'external')
