"""0019_corrections"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = '0019_corrections'
down_revision = '0018_persons'
branch_labels = None
depends_on = None

_COUNTED = ['day', 'level', 'topic', 'channel', 'outcome', 'country', 'post', 'matter', 'citizen']
_INDEX = 'ix_advice_sessions_counted'
_VERSIONED = ('advice_sessions', 'agencies')


def upgrade() -> None:
    op.create_table(
        'corrections',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('subject', AutoString(length=16), nullable=False),
        sa.Column('reference', AutoString(length=60), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('field', AutoString(length=40), nullable=False),
        sa.Column('owner', AutoString(length=24), nullable=False),
        sa.Column('before', sa.LargeBinary(), nullable=True),
        sa.Column('after', sa.LargeBinary(), nullable=True),
        sa.Column('reason', sa.LargeBinary(), nullable=True),
        sa.Column('officer', AutoString(length=40), nullable=False),
        sa.Column('at', UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_corrections')),
        sa.UniqueConstraint(
            'subject', 'reference', 'number', 'field', name=op.f('uq_corrections_subject')
        ),
    )
    op.create_index(op.f('ix_corrections_owner'), 'corrections', ['owner'])
    for table in _VERSIONED:
        op.add_column(
            table, sa.Column('version', sa.Integer(), server_default='1', nullable=False)
        )
    op.add_column('advice_sessions', sa.Column('voided_at', UTCDateTime(), nullable=True))
    op.add_column(
        'advice_contacts',
        sa.Column('voided', sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.drop_index(_INDEX, 'advice_sessions')
    op.create_index(_INDEX, 'advice_sessions', [*_COUNTED, 'voided_at'])


def downgrade() -> None:
    # The earlier tables cannot say that a session is void: it counts again.
    op.drop_index(_INDEX, 'advice_sessions')
    op.create_index(_INDEX, 'advice_sessions', _COUNTED)
    op.drop_column('advice_contacts', 'voided')
    op.drop_column('advice_sessions', 'voided_at')
    for table in _VERSIONED:
        op.drop_column(table, 'version')
    op.drop_index(op.f('ix_corrections_owner'), 'corrections')
    op.drop_table('corrections')
