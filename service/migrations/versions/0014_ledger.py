"""0014_ledger"""

import secrets

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = '0014_ledger'
down_revision = '0013_external'
branch_labels = None
depends_on = None

_ENTRIES = ('payments', 'pay_outs', 'deductions', 'undelivered')
_LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
_PURPOSES = {
    'fees': "component = 'fee_refund'",
    'deposits': "component = 'deposit'",
    'benefits': "component IN ('injury', 'insurance', 'travel_home', 'tax_social')",
}


def upgrade() -> None:
    _create_tables()
    # On SQLite a table that others refer to cannot be rebuilt here, so columns are only added.
    for table in _ENTRIES:
        _extend(table)
    op.add_column('payments', _text('basis', 8))
    op.add_column('payments', sa.Column('line', sa.Integer(), nullable=True))
    op.add_column('payments', _text('purpose', 12, 'wages'))
    op.add_column('payments', _text('office', 24))
    op.add_column('pay_outs', _text('method', 8))
    op.add_column('pay_outs', _text('receipt', 60))
    with op.batch_alter_table('undelivered') as batch_op:
        batch_op.add_column(sa.Column('delivered_by', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f('fk_undelivered_delivered_by'), 'pay_outs', ['delivered_by'], ['id']
        )
        batch_op.drop_constraint('uq_undelivered_pay_out', type_='unique')
        batch_op.create_index(op.f('ix_undelivered_pay_out'), ['pay_out'])
    op.execute(
        "UPDATE payments SET office = coalesce("
        "(SELECT post FROM claims WHERE claims.reference = payments.claim), '')"
    )
    # Where all lines of a claim have one purpose, its payments have it too.
    for purpose, condition in _PURPOSES.items():
        other = f"SELECT 1 FROM claim_lines WHERE claim_lines.claim = payments.claim AND NOT ({condition})"
        some = f"SELECT 1 FROM claim_lines WHERE claim_lines.claim = payments.claim AND {condition}"
        op.execute(
            f"UPDATE payments SET purpose = '{purpose}' WHERE EXISTS ({some}) AND NOT EXISTS ({other})"
        )


def _create_tables() -> None:
    op.create_table(
        'reversals',
        sa.Column('reference', AutoString(length=24), nullable=False),
        sa.Column('claim', AutoString(length=24), nullable=False),
        sa.Column('entry', AutoString(length=24), nullable=False),
        sa.Column('approval', AutoString(length=24), nullable=False),
        sa.Column('on', sa.Date(), nullable=False),
        sa.Column('officer', AutoString(length=40), nullable=False),
        sa.Column('approved_by', AutoString(length=40), nullable=False),
        sa.Column('at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['claim'], ['claims.reference'], name=op.f('fk_reversals_claim')),
        sa.PrimaryKeyConstraint('reference', name=op.f('pk_reversals')),
        sa.UniqueConstraint('approval', name=op.f('uq_reversals_approval')),
        sa.UniqueConstraint('entry', name=op.f('uq_reversals_entry')),
    )
    op.create_index(op.f('ix_reversals_claim'), 'reversals', ['claim'])
    op.create_table(
        'allocations',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('entry', AutoString(length=24), nullable=False),
        sa.Column('payment', sa.Integer(), nullable=False),
        sa.Column('first', sa.BigInteger(), nullable=False),
        sa.Column('end', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['payment'], ['payments.id'], name=op.f('fk_allocations_payment')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_allocations')),
    )
    op.create_index(op.f('ix_allocations_entry'), 'allocations', ['entry'])
    op.create_index(op.f('ix_allocations_payment'), 'allocations', ['payment'])


def _text(name: str, length: int, default: str = '') -> sa.Column:
    return sa.Column(name, AutoString(length=length), server_default=default, nullable=False)


def _extend(table: str) -> None:
    """Give the entries of a table a reference, and what they settle: their own amount."""
    op.add_column(table, _text('reference', 24))
    op.add_column(table, sa.Column('settles', sa.BigInteger(), server_default='0', nullable=False))
    op.add_column(table, _text('settles_currency', 3))
    op.add_column(table, sa.Column('reversal', AutoString(length=24), nullable=True))
    op.execute(f'UPDATE {table} SET settles = amount, settles_currency = currency')
    bind = op.get_bind()
    numbers = [row[0] for row in bind.execute(sa.text(f'SELECT id FROM {table}'))]
    if numbers:
        bind.execute(
            sa.text(f'UPDATE {table} SET reference = :reference WHERE id = :id'),
            [{'id': number, 'reference': _reference()} for number in numbers],
        )
    op.create_index(op.f(f'ix_{table}_reference'), table, ['reference'], unique=True)
    op.create_index(op.f(f'ix_{table}_reversal'), table, ['reversal'])


def _reference() -> str:
    return 'E-' + ''.join(_LETTERS[byte % 32] for byte in secrets.token_bytes(8))


def downgrade() -> None:
    op.drop_table('allocations')
    # The earlier tables cannot hold reversed entries or requests for reversal: they are deleted.
    op.execute("DELETE FROM approvals WHERE asked = 'reversal'")
    op.execute(
        'DELETE FROM group_shares WHERE payment IN (SELECT id FROM payments WHERE reversal IS NOT NULL)'
    )
    for table in reversed(_ENTRIES):
        op.execute(f'DELETE FROM {table} WHERE reversal IS NOT NULL')
    with op.batch_alter_table('undelivered') as batch_op:
        batch_op.drop_constraint(op.f('fk_undelivered_delivered_by'), type_='foreignkey')
        batch_op.drop_column('delivered_by')
        batch_op.drop_index(op.f('ix_undelivered_pay_out'))
        batch_op.create_unique_constraint(op.f('uq_undelivered_pay_out'), ['pay_out'])
    for name in ('office', 'purpose', 'line', 'basis'):
        op.drop_column('payments', name)
    for name in ('receipt', 'method'):
        op.drop_column('pay_outs', name)
    for table in _ENTRIES:
        op.drop_index(op.f(f'ix_{table}_reference'), table)
        op.drop_index(op.f(f'ix_{table}_reversal'), table)
        for name in ('reversal', 'settles_currency', 'settles', 'reference'):
            op.drop_column(table, name)
    op.drop_index(op.f('ix_reversals_claim'), 'reversals')
    op.drop_table('reversals')
