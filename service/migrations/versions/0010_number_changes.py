"""0010_number_changes"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0010_number_changes'
down_revision = '0009_taken_back'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A code holds for ten minutes: whoever waits for one asks again.
    op.execute('DELETE FROM codes')
    op.add_column('codes', sa.Column('tries', sa.Integer(), nullable=False, server_default='0'))
    with op.batch_alter_table('codes', schema=None) as batch_op:
        batch_op.alter_column('tries', existing_type=sa.Integer(), server_default=None)
    with op.batch_alter_table('number_changes', schema=None) as batch_op:
        batch_op.add_column(sa.Column('phone_blind', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True))
        batch_op.add_column(sa.Column('due_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column('stopped_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.create_index(batch_op.f('ix_number_changes_phone_blind'), ['phone_blind'], unique=False)
        batch_op.create_index(batch_op.f('ix_number_changes_due_at'), ['due_at'], unique=False)


def downgrade() -> None:
    op.execute('DELETE FROM number_changes WHERE due_at IS NOT NULL')
    with op.batch_alter_table('number_changes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_number_changes_due_at'))
        batch_op.drop_index(batch_op.f('ix_number_changes_phone_blind'))
        batch_op.drop_column('stopped_at')
        batch_op.drop_column('due_at')
        batch_op.drop_column('phone_blind')
    op.drop_column('codes', 'tries')
