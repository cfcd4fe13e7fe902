"""0016_withdrawals"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = '0016_withdrawals'
down_revision = '0015_approvals'
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ('advice_questions', 'offer_reports'):
        op.add_column(
            table, sa.Column('under_18', sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    op.create_table(
        'withdrawals',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('claim', AutoString(length=24), nullable=False),
        sa.Column('asked_by', AutoString(length=40), nullable=False),
        sa.Column('asked_at', UTCDateTime(), nullable=False),
        sa.Column('spoke_by', AutoString(length=40), nullable=True),
        sa.Column('spoke_at', UTCDateTime(), nullable=True),
        sa.Column('closed_as', AutoString(length=28), nullable=True),
        sa.Column('closed_by', AutoString(length=40), nullable=True),
        sa.Column('closed_at', UTCDateTime(), nullable=True),
        sa.Column('cancelled_by', AutoString(length=40), nullable=True),
        sa.Column('cancelled_at', UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ['claim'], ['claims.reference'], name=op.f('fk_withdrawals_claim')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_withdrawals')),
    )
    op.create_index(op.f('ix_withdrawals_claim'), 'withdrawals', ['claim'])


def downgrade() -> None:
    op.drop_table('withdrawals')
    for table in ('offer_reports', 'advice_questions'):
        op.drop_column(table, 'under_18')
