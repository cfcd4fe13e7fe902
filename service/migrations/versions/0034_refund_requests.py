"""The claims and complaints by which workers asked for their payments back.

Revision ID: 0034_refund_requests
Revises: 0033_incidents
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = '0034_refund_requests'
down_revision = '0033_incidents'
branch_labels = None
depends_on = None

_TABLE = 'refund_requests'
_OWNERS = {'cost': 'paid_costs', 'claim': 'claims', 'complaint': 'agency_complaints'}


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column('cost', AutoString(length=24), nullable=False),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        sa.Column('claim', AutoString(length=24), nullable=True),
        sa.Column('complaint', AutoString(length=24), nullable=True),
        sa.Column('requested_at', UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            '(claim IS NULL) <> (complaint IS NULL)', name=op.f('ck_refund_requests_one_case')
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], [f'{table}.reference'], name=op.f(f'fk_refund_requests_{name}')
            )
            for name, table in _OWNERS.items()
        ),
        sa.PrimaryKeyConstraint('cost', name=op.f('pk_refund_requests')),
    )
    for name in ('claim', 'complaint'):
        op.create_index(op.f(f'ix_refund_requests_{name}'), _TABLE, [name])


def downgrade() -> None:
    op.drop_table(_TABLE)
