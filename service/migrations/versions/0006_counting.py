"""0006_counting"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlmodel import Session

from catalog.core import vault

revision = '0006_counting'
down_revision = '0005_search'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _count_persons_once()
    with op.batch_alter_table('report_years', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sealed', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False, server_default=''))

    op.create_table('body_figures_before',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('figure', sa.Integer(), nullable=False),
    sa.Column('should_be', sa.BigInteger(), nullable=True),
    sa.Column('should_be_reason', sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
    sa.Column('should_be_by', sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
    sa.Column('should_be_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['figure'], ['body_figures.id'], name=op.f('fk_body_figures_before_figure_body_figures')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_body_figures_before'))
    )
    with op.batch_alter_table('body_figures_before', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_body_figures_before_figure'), ['figure'], unique=False)

    op.create_table('report_days',
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('counted_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('told', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('year', name=op.f('pk_report_days'))
    )

    # Of what is there, nothing else is known than when it came.
    for table in ('advice_sessions', 'advice_contacts'):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column('recorded_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False, server_default='1970-01-01 00:00:00+00'))

        op.execute(f"UPDATE {table} SET recorded_at = at")  # noqa: S608


def _count_persons_once() -> None:
    """Cases under records that were joined before count as those of the record that leads."""
    connection = op.get_bind()
    joined = connection.execute(sa.text("SELECT reference, same_as FROM citizens WHERE same_as IS NOT NULL")).all()
    if not joined:
        return
    with Session(connection) as session:
        vault.load(session)
    items = [{"own": vault.blind("referral person", own), "lead": vault.blind("referral person", lead)} for own, lead in joined]
    connection.execute(sa.text("UPDATE referrals SET person_blind = :lead WHERE person_blind = :own"), items)


def downgrade() -> None:
    # Not in a batch: made anew, a table of sessions would be dropped while contacts still name them.
    for table in ('advice_contacts', 'advice_sessions'):
        op.drop_column(table, 'recorded_at')
    op.drop_table('report_days')
    op.drop_table('body_figures_before')
    op.drop_column('report_years', 'sealed')
