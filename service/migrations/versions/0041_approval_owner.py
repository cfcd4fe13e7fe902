"""The person whose key encrypts the texts of a request about a record of theirs.

Revision ID: 0041_approval_owner
Revises: 0040_claim_days
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = '0041_approval_owner'
down_revision = '0040_claim_days'
branch_labels = None
depends_on = None


def upgrade() -> None:
    owner = sa.Column('owner', AutoString(length=24), nullable=False, server_default='')
    op.add_column('approvals', owner)


def downgrade() -> None:
    # Without the owner, nobody can say with whose key these texts were encrypted.
    op.execute("UPDATE approvals SET reason = NULL, answer = NULL WHERE owner <> ''")
    op.drop_column('approvals', 'owner')
