"""0018_persons"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from matching.identity import name_index

revision = '0018_persons'
down_revision = '0017_limits'
branch_labels = None
depends_on = None

_BATCH = 5_000
_NOT_ERASED = sa.text('erased_at IS NULL')


def upgrade() -> None:
    # On SQLite a table that others refer to cannot be rebuilt here, so columns are only added.
    op.add_column('citizens', sa.Column('birth_year', sa.Integer(), nullable=True))
    for name in ('linked_to', 'similar_to'):
        op.add_column('citizens', sa.Column(name, AutoString(length=24), nullable=True))
        op.create_index(op.f(f'ix_citizens_{name}'), 'citizens', [name])
    op.create_index('ix_citizens_born', 'citizens', ['birth_year', 'region'])
    op.drop_index('ix_citizens_named', 'citizens')
    op.create_table(
        'name_parts',
        sa.Column('citizen', AutoString(length=24), nullable=False),
        sa.Column('part', AutoString(length=200), nullable=False),
        sa.Column('sound', AutoString(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ['citizen'], ['citizens.reference'], name=op.f('fk_name_parts_citizen')
        ),
        sa.PrimaryKeyConstraint('citizen', 'part', name=op.f('pk_name_parts')),
    )
    _index_names()
    op.create_index('ix_name_parts_part', 'name_parts', ['part', 'sound', 'citizen'])


def _index_names() -> None:
    bind, last = op.get_bind(), ''
    asked = sa.text(
        'SELECT reference, name FROM citizens WHERE reference > :last AND erased_at IS NULL'
        ' ORDER BY reference LIMIT :most'
    )
    new = sa.text('INSERT INTO name_parts (citizen, part, sound) VALUES (:citizen, :part, :sound)')
    while people := bind.execute(asked, {'last': last, 'most': _BATCH}).all():
        if rows := name_index.rows((reference, name) for reference, name in people):
            bind.execute(new, rows)
        last = people[-1][0]


def downgrade() -> None:
    op.drop_table('name_parts')
    op.create_index(
        'ix_citizens_named',
        'citizens',
        ['name_key', 'reference', 'erased_at'],
        sqlite_where=_NOT_ERASED,
        postgresql_where=_NOT_ERASED,
    )
    op.drop_index('ix_citizens_born', 'citizens')
    for name in ('similar_to', 'linked_to'):
        op.drop_index(op.f(f'ix_citizens_{name}'), 'citizens')
        op.drop_column('citizens', name)
    op.drop_column('citizens', 'birth_year')
