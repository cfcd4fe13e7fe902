"""How it was found out that money did not reach its worker, and the number of the notice.

Revision ID: 0043_discovery
Revises: 0042_duplicate_of
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = '0043_discovery'
down_revision = '0042_duplicate_of'
branch_labels = None
depends_on = None

_COLUMNS = {'discovery': 16, 'receipt': 60}


def upgrade() -> None:
    for name, length in _COLUMNS.items():
        column = sa.Column(name, AutoString(length=length), nullable=False, server_default='')
        op.add_column('undelivered', column)


def downgrade() -> None:
    for name in _COLUMNS:
        op.drop_column('undelivered', name)
