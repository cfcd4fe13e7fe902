"""0020_posts"""

from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = '0020_posts'
down_revision = '0019_corrections'
branch_labels = None
depends_on = None

_TEXTS = {
    'name': 200,
    'address': 300,
    'telephones': 300,
    'messengers': 300,
    'hours': 300,
    'serves': 2000,
    'staff_contact': 300,
}
_DAYS = ('opened_on', 'closed_on', 'confirmed_on')
_CONFIRMED = ('hotlines', 'law', 'retention_rules')
_PRIORITY = {'labour_post': 10, 'representative': 20, 'embassy': 30, 'consulate': 40}


def upgrade() -> None:
    # On SQLite a table that others refer to cannot be rebuilt here, so columns are only added.
    for name, length in _TEXTS.items():
        op.add_column('posts', _text(name, length))
    for name in _DAYS:
        op.add_column('posts', sa.Column(name, sa.Date(), nullable=True))
    op.add_column('posts', sa.Column('priority', sa.Integer(), nullable=True))
    op.execute("UPDATE posts SET telephones = duty_phone")
    for kind, priority in _PRIORITY.items():
        op.execute(f"UPDATE posts SET priority = {priority} WHERE kind = '{kind}'")
    posts = sa.table('posts', sa.column('code'), sa.column('opened_on', sa.Date()))
    bind = op.get_bind()
    rows = bind.execute(sa.text("SELECT code, opened FROM posts WHERE length(opened) = 10"))
    for code, opened in rows.fetchall():
        op.execute(
            posts.update().where(posts.c.code == code).values(opened_on=date.fromisoformat(opened))
        )
    for name in ('opened', 'duty_phone'):
        op.drop_column('posts', name)
    for table in _CONFIRMED:
        op.add_column(table, sa.Column('confirmed_once_by', AutoString(length=40), nullable=True))
    _create_transfers()


def _create_transfers() -> None:
    op.create_table(
        'claim_transfers',
        sa.Column('reference', AutoString(length=24), nullable=False),
        sa.Column('claim', AutoString(length=24), nullable=False),
        sa.Column('came_from', AutoString(length=24), nullable=False),
        sa.Column('to', AutoString(length=24), nullable=False),
        sa.Column('reason', sa.LargeBinary(), nullable=True),
        sa.Column('offered_by', AutoString(length=40), nullable=False),
        sa.Column('offered_at', UTCDateTime(), nullable=False),
        sa.Column('answer', sa.LargeBinary(), nullable=True),
        sa.Column('answered_by', AutoString(length=40), nullable=True),
        sa.Column('answered_at', UTCDateTime(), nullable=True),
        sa.Column('accepted', sa.Boolean(), nullable=False),
        sa.Column('lapsed_at', UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ['claim'], ['claims.reference'], name=op.f('fk_claim_transfers_claim')
        ),
        sa.ForeignKeyConstraint(['to'], ['posts.code'], name=op.f('fk_claim_transfers_to')),
        sa.PrimaryKeyConstraint('reference', name=op.f('pk_claim_transfers')),
    )
    op.create_index(op.f('ix_claim_transfers_claim'), 'claim_transfers', ['claim'])
    op.create_index(op.f('ix_claim_transfers_to'), 'claim_transfers', ['to'])


def _text(name: str, length: int) -> sa.Column:
    return sa.Column(name, AutoString(length=length), server_default='', nullable=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_claim_transfers_to'), 'claim_transfers')
    op.drop_index(op.f('ix_claim_transfers_claim'), 'claim_transfers')
    op.drop_table('claim_transfers')
    for table in _CONFIRMED:
        op.drop_column(table, 'confirmed_once_by')
    op.add_column('posts', _text('opened', 10))
    op.add_column('posts', _text('duty_phone', 40))
    # The earlier table has room for one telephone.
    bind = op.get_bind()
    for code, telephones, opened in bind.execute(
        sa.text("SELECT code, telephones, opened_on FROM posts")
    ).fetchall():
        bind.execute(
            sa.text("UPDATE posts SET duty_phone = :phone, opened = :opened WHERE code = :code"),
            {'code': code, 'phone': (telephones.splitlines() or [''])[0][:40],
             'opened': str(opened or '')},
        )
    for name in ('priority', *_DAYS, *_TEXTS):
        op.drop_column('posts', name)
