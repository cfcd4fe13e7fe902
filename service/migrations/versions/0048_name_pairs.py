"""The beginnings of two parts of a name find misspelt names without reading all alike.

Revision ID: 0048_name_pairs
Revises: 0047_held_messages
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from matching.identity import name_index

revision = '0048_name_pairs'
down_revision = '0047_held_messages'
branch_labels = None
depends_on = None

_BATCH = 5_000


def upgrade() -> None:
    op.create_table(
        'name_pairs',
        sa.Column('pair', AutoString(length=5), nullable=False),
        sa.Column('citizen', AutoString(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ['citizen'], ['citizens.reference'], name=op.f('fk_name_pairs_citizen')
        ),
        sa.PrimaryKeyConstraint('pair', 'citizen', name=op.f('pk_name_pairs')),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f('ix_name_pairs_citizen'), 'name_pairs', ['citizen'], unique=False)
    _pair_names()


def _pair_names() -> None:
    bind, last = op.get_bind(), ''
    asked = sa.text(
        'SELECT reference, name FROM citizens WHERE reference > :last AND erased_at IS NULL'
        ' ORDER BY reference LIMIT :most'
    )
    new = sa.text('INSERT INTO name_pairs (pair, citizen) VALUES (:pair, :citizen)')
    while people := bind.execute(asked, {'last': last, 'most': _BATCH}).all():
        if rows := name_index.pair_rows((reference, name) for reference, name in people):
            bind.execute(new, rows)
        last = people[-1][0]


def downgrade() -> None:
    op.drop_table('name_pairs')
