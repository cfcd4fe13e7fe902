"""0005_search"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0005_search'
down_revision = '0004_road'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('search_misses',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('week', sa.Date(), nullable=False),
    sa.Column('mark', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('why', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('words', sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('networks', sqlmodel.sql.sqltypes.AutoString(length=192), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_search_misses')),
    sa.UniqueConstraint('week', 'mark', name=op.f('uq_search_misses_week'))
    )
    with op.batch_alter_table('search_misses', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_search_misses_week'), ['week'], unique=False)

    op.create_table('name_proposals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('isco08', sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
    sa.Column('kind', sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
    sa.Column('language', sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
    sa.Column('proposed_by', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('proposed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('first_by', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('accepted_by', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('declined_by', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
    sa.Column('decided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['isco08'], ['occupations.code'], name=op.f('fk_name_proposals_isco08_occupations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_name_proposals'))
    )
    with op.batch_alter_table('name_proposals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_name_proposals_decided_at'), ['decided_at'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('name_proposals', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_name_proposals_decided_at'))

    op.drop_table('name_proposals')
    with op.batch_alter_table('search_misses', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_search_misses_week'))

    op.drop_table('search_misses')
