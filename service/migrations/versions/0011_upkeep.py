"""0011_upkeep"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0011_upkeep'
down_revision = '0010_number_changes'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('journal', sa.Column('seal', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True))
    op.create_table('journal_head',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('position', sa.BigInteger(), nullable=False),
    sa.Column('seal', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_journal_head'))
    )
    op.create_table('upkeep',
    sa.Column('work', sqlmodel.sql.sqltypes.AutoString(length=24), nullable=False),
    sa.Column('at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('work', name=op.f('pk_upkeep'))
    )


def downgrade() -> None:
    op.drop_table('upkeep')
    op.drop_table('journal_head')
    op.drop_column('journal', 'seal')
