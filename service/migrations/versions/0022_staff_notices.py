"""0022_staff_notices"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = '0022_staff_notices'
down_revision = '0021_register_position'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'staff_notices',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('account', AutoString(length=40), nullable=False),
        sa.Column('kind', AutoString(length=24), nullable=False),
        sa.Column('noun', AutoString(length=24), nullable=False),
        sa.Column('reference', AutoString(length=64), nullable=False),
        sa.Column('at', UTCDateTime(), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('read_at', UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_notices')),
        sa.UniqueConstraint(
            'account', 'kind', 'noun', 'reference', name=op.f('uq_staff_notices_account')
        ),
    )
    op.create_index('ix_staff_notices_account_at', 'staff_notices', ['account', 'at', 'id'])
    op.create_index(
        'ix_staff_notices_unread',
        'staff_notices',
        ['account', 'kind'],
        sqlite_where=sa.text('read_at IS NULL'),
        postgresql_where=sa.text('read_at IS NULL'),
    )
    op.create_table(
        'digest_settings',
        sa.Column('account', AutoString(length=24), nullable=False),
        sa.Column('wanted', sa.Boolean(), nullable=False),
        sa.Column('language', AutoString(length=8), nullable=False),
        sa.Column('sent_on', sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ['account'], ['accounts.reference'], name=op.f('fk_digest_settings_account')
        ),
        sa.PrimaryKeyConstraint('account', name=op.f('pk_digest_settings')),
    )


def downgrade() -> None:
    op.drop_table('digest_settings')
    op.drop_table('staff_notices')
