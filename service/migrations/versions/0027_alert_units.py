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
    with op.batch_alter_table('alerts') as table:
        table.alter_column('unit', type_=sa.String(12), existing_nullable=False)


def downgrade() -> None:
    op.execute("DELETE FROM alerts WHERE unit = 'complaints'")
    with op.batch_alter_table('alerts') as table:
        table.alter_column('unit', type_=sa.String(9), existing_nullable=False)
