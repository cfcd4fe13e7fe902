"""The share of an heir, the record that a correction replaced, and the heir whom a pay-out reached.

Revision ID: 0036_heir_shares
Revises: 0035_country_measures
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = '0036_heir_shares'
down_revision = '0035_country_measures'
branch_labels = None
depends_on = None

_COLUMNS = (('relatives', 'share', 12), ('relatives', 'corrects', 24), ('pay_outs', 'heir', 24))


def upgrade() -> None:
    for table, name, length in _COLUMNS:
        op.add_column(table, sa.Column(name, AutoString(length=length), nullable=True))


def downgrade() -> None:
    for table, name, _ in reversed(_COLUMNS):
        op.drop_column(table, name)
