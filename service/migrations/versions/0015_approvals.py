"""0015_approvals"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = '0015_approvals'
down_revision = '0014_ledger'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('approvals') as batch_op:
        batch_op.alter_column('claim', existing_type=AutoString(length=24), nullable=True)
        batch_op.add_column(
            sa.Column('subject', AutoString(length=64), server_default='', nullable=False)
        )
        batch_op.add_column(sa.Column('changes', AutoString(), server_default='', nullable=False))
        batch_op.create_index(op.f('ix_approvals_subject'), ['subject'])
    op.add_column('deposits', sa.Column('reversal', AutoString(length=24), nullable=True))


def downgrade() -> None:
    op.execute('DELETE FROM deposits WHERE reversal IS NOT NULL')
    op.drop_column('deposits', 'reversal')
    # The earlier table cannot hold requests about other records than claims: they are deleted.
    op.execute('DELETE FROM approvals WHERE claim IS NULL')
    with op.batch_alter_table('approvals') as batch_op:
        batch_op.drop_index(op.f('ix_approvals_subject'))
        batch_op.drop_column('changes')
        batch_op.drop_column('subject')
        batch_op.alter_column('claim', existing_type=AutoString(length=24), nullable=False)
