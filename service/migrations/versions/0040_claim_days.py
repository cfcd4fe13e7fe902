"""Days of work that a claim for benefits alone may lack, empty instead of marked as not known.

Revision ID: 0040_claim_days
Revises: 0039_heir_links
"""

import sqlalchemy as sa
from alembic import op

revision = '0040_claim_days'
down_revision = '0039_heir_links'
branch_labels = None
depends_on = None

_DAYS = ('worked_from', 'worked_to')


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == 'sqlite'


def _replace(name: str, rule: str = '') -> None:
    """Replace a column: SQLite cannot rebuild a table that others refer to."""
    op.execute(f'ALTER TABLE claims ADD COLUMN {name}_new DATE {rule}')
    op.execute(f'UPDATE claims SET {name}_new = {name}')
    op.execute(f'ALTER TABLE claims DROP COLUMN {name}')
    op.execute(f'ALTER TABLE claims RENAME COLUMN {name}_new TO {name}')


def upgrade() -> None:
    for name in _DAYS:
        if _is_sqlite():
            _replace(name)
        else:
            op.alter_column('claims', name, nullable=True)
    op.execute('UPDATE claims SET worked_from = NULL, worked_to = NULL WHERE NOT has_period')
    op.drop_column('claims', 'has_period')


def downgrade() -> None:
    op.add_column(
        'claims', sa.Column('has_period', sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.execute(
        'UPDATE claims SET has_period = false, worked_from = filed_on, worked_to = filed_on'
        ' WHERE worked_from IS NULL'
    )
    for name in _DAYS:
        if _is_sqlite():
            _replace(name, "NOT NULL DEFAULT '1970-01-01'")
        else:
            op.alter_column('claims', name, nullable=False)
