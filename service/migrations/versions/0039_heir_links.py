"""Links of heirs: to their document, to earlier records, to pay-outs; money that waits in parts.

Revision ID: 0039_heir_links
Revises: 0038_claim_period
"""

import sqlalchemy as sa
from alembic import op

revision = '0039_heir_links'
down_revision = '0038_claim_period'
branch_labels = None
depends_on = None

_LINKS = (('relatives', 'corrects'), ('pay_outs', 'heir'))


def upgrade() -> None:
    for table, name in _LINKS:
        _link(table, name)
    op.add_column('relatives', sa.Column('proof_document', sa.Integer(), nullable=True))
    with op.batch_alter_table('undelivered') as batch_op:
        batch_op.add_column(sa.Column('rest_of', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f('fk_undelivered_rest_of'), 'undelivered', ['rest_of'], ['id']
        )
        batch_op.create_index(op.f('ix_undelivered_rest_of'), ['rest_of'])


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == 'sqlite'


def _link(table: str, name: str) -> None:
    constraint = f'fk_{table}_{name}'
    if _is_sqlite():
        _replace(table, name, f'CONSTRAINT {constraint} REFERENCES relatives (reference)')
    else:
        op.create_foreign_key(op.f(constraint), table, 'relatives', [name], ['reference'])


def _replace(table: str, name: str, rule: str = '') -> None:
    """Replace a column: SQLite cannot rebuild a table that others refer to."""
    op.execute(f'ALTER TABLE {table} ADD COLUMN {name}_new VARCHAR(24) {rule}')
    op.execute(f'UPDATE {table} SET {name}_new = {name}')
    op.execute(f'ALTER TABLE {table} DROP COLUMN {name}')
    op.execute(f'ALTER TABLE {table} RENAME COLUMN {name}_new TO {name}')


def downgrade() -> None:
    with op.batch_alter_table('undelivered') as batch_op:
        batch_op.drop_index(op.f('ix_undelivered_rest_of'))
        batch_op.drop_constraint(op.f('fk_undelivered_rest_of'), type_='foreignkey')
        batch_op.drop_column('rest_of')
    op.drop_column('relatives', 'proof_document')
    for table, name in reversed(_LINKS):
        if _is_sqlite():
            _replace(table, name)
        else:
            op.drop_constraint(op.f(f'fk_{table}_{name}'), table, type_='foreignkey')
