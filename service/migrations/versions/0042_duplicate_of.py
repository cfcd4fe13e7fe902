"""The claim of which a closed one is a duplicate.

Revision ID: 0042_duplicate_of
Revises: 0041_approval_owner
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = '0042_duplicate_of'
down_revision = '0041_approval_owner'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('claim_steps', sa.Column('duplicate_of', AutoString(length=24), nullable=True))


def downgrade() -> None:
    op.drop_column('claim_steps', 'duplicate_of')
