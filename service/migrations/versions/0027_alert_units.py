"""Units of early warnings with longer names.

Revision ID: 0027_alert_units
Revises: 0026_list_urgency
"""

import sqlalchemy as sa
from alembic import op

revision = '0027_alert_units'
down_revision = '0026_list_urgency'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # SQLite does not check the length of a text.
    if op.get_bind().dialect.name == 'postgresql':
        op.alter_column('alerts', 'unit', type_=sa.String(12))


def downgrade() -> None:
    """Keep the length: an earlier version reads longer texts as well."""
