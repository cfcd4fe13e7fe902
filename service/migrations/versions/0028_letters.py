"""What letters need: the employer's number and address, and the days of a sum.

Revision ID: 0028_letters
Revises: 0027_alert_units
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = '0028_letters'
down_revision = '0027_alert_units'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # On SQLite a table that others refer to cannot be rebuilt here, so columns are only added.
    for name, length in (('employer_number', 40), ('employer_address', 300)):
        op.add_column(
            'claims', sa.Column(name, AutoString(length=length), nullable=False, server_default='')
        )
    for name in ('first_day', 'last_day'):
        op.add_column('claim_lines', sa.Column(name, sa.Date(), nullable=True))


def downgrade() -> None:
    for name in ('last_day', 'first_day'):
        op.drop_column('claim_lines', name)
    for name in ('employer_address', 'employer_number'):
        op.drop_column('claims', name)
