"""Incidents: the death, injury or detention of a worker, with relatives, costs and policies.

Revision ID: 0033_incidents
Revises: 0032_topic_index
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = '0033_incidents'
down_revision = '0032_topic_index'
branch_labels = None
depends_on = None

_DIED = sa.text('died_on IS NOT NULL')


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, AutoString(length=length), nullable=nullable)


def _sealed(name: str) -> sa.Column:
    return sa.Column(name, sa.LargeBinary(), nullable=True)


def _day(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, UTCDateTime(), nullable=nullable)


def _by_officer() -> list[sa.Column]:
    return [_text('officer', 40), _moment('at')]


def _withdrawn() -> list[sa.Column]:
    return [_moment('withdrawn_at', nullable=True), _text('withdrawn_by', 40, nullable=True)]


def _belongs(table: str, name: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [target], name=op.f(f'fk_{table}_{name}'))


def _indexed(table: str, *names: str) -> None:
    for name in names:
        op.create_index(op.f(f'ix_{table}_{name}'), table, [name])


def _of_incident(table: str, *columns: sa.Column, foreign: tuple[str, str] | None = None) -> None:
    parts = [_belongs(table, 'incident', 'incidents.reference')]
    parts += [_belongs(table, *foreign)] if foreign else []
    op.create_table(
        table,
        sa.Column('id', sa.Integer(), nullable=False),
        _text('incident', 24),
        *columns,
        *_withdrawn(),
        *parts,
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{table}')),
    )
    _indexed(table, 'incident')


def _add_incidents() -> None:
    op.create_table(
        'incidents',
        _text('reference', 24),
        sa.Column('version', sa.Integer(), nullable=False),
        _text('kind', 12),
        _text('citizen', 24),
        _text('country', 2),
        _text('post', 24, nullable=True),
        _text('employer', 200),
        _day('happened_on'),
        _day('recorded_on', nullable=False),
        _moment('recorded_at'),
        _text('recorded_by', 40),
        *(_sealed(name) for name in ('story', 'whereabouts', 'informant')),
        _text('owner', 40),
        _text('next_step', 16),
        _day('due'),
        _sealed('death_document'),
        _text('death_confirmed_by', 40, nullable=True),
        _day('closed_on'),
        _text('outcome', 16),
        _belongs('incidents', 'citizen', 'citizens.reference'),
        _belongs('incidents', 'country', 'countries.code'),
        _belongs('incidents', 'post', 'posts.code'),
        sa.PrimaryKeyConstraint('reference', name=op.f('pk_incidents')),
    )
    _indexed('incidents', 'citizen', 'kind', 'owner', 'post', 'recorded_on')
    op.create_index('ix_incidents_open', 'incidents', ['closed_on', 'due', 'reference'])


def _add_relatives() -> None:
    op.create_table(
        'relatives',
        _text('reference', 24),
        _text('incident', 24),
        _text('citizen', 24),
        _sealed('name'),
        _sealed('phone'),
        _text('kinship', 12),
        sa.Column('claims_as_heir', sa.Boolean(), nullable=False),
        _text('proof', 12, nullable=True),
        _sealed('proof_number'),
        _text('recorded_by', 40),
        _moment('recorded_at'),
        _text('proved_by', 40, nullable=True),
        _moment('proved_at', nullable=True),
        _day('notified_on'),
        _text('notified_by', 40, nullable=True),
        _text('notified_how', 12, nullable=True),
        _text('notice_consent', 16, nullable=True),
        *_withdrawn(),
        _belongs('relatives', 'incident', 'incidents.reference'),
        _belongs('relatives', 'citizen', 'citizens.reference'),
        sa.PrimaryKeyConstraint('reference', name=op.f('pk_relatives')),
    )
    _indexed('relatives', 'citizen', 'incident')


def _add_rest() -> None:
    step = (_text('step', 16), _text('status', 12), _day('day', nullable=False), _sealed('note'))
    _of_incident('incident_steps', *step, *_by_officer())
    _of_incident(
        'incident_costs',
        _text('purpose', 12),
        sa.Column('amount', sa.BigInteger(), nullable=False),
        _text('currency', 3),
        _text('payer', 12),
        _day('paid_on'),
        *_by_officer(),
    )
    _of_incident(
        'insurance_policies',
        _text('insurer', 200),
        _sealed('policy_number'),
        sa.Column('amount', sa.BigInteger(), nullable=True),
        _text('currency', 3, nullable=True),
        _day('filed_on'),
        _text('answer', 12),
        _day('answered_on'),
        _text('claim', 24, nullable=True),
        *_by_officer(),
        foreign=('claim', 'claims.reference'),
    )
    op.create_table(
        'incident_claims',
        _text('claim', 24),
        _text('incident', 24),
        _belongs('incident_claims', 'claim', 'claims.reference'),
        _belongs('incident_claims', 'incident', 'incidents.reference'),
        sa.PrimaryKeyConstraint('claim', name=op.f('pk_incident_claims')),
    )
    _indexed('incident_claims', 'incident')


def upgrade() -> None:
    _add_incidents()
    _add_relatives()
    _add_rest()
    op.add_column('citizens', _day('died_on'))
    op.create_index(
        'ix_citizens_died', 'citizens', ['died_on'], sqlite_where=_DIED, postgresql_where=_DIED
    )
    for table in ('payees', 'representatives'):
        op.add_column(table, _text('relative', 24, nullable=True))
    _indexed('representatives', 'relative')


def downgrade() -> None:
    op.drop_index(op.f('ix_representatives_relative'), 'representatives')
    for table in ('payees', 'representatives'):
        op.drop_column(table, 'relative')
    op.drop_index('ix_citizens_died', 'citizens')
    op.drop_column('citizens', 'died_on')
    for table in (
        'incident_claims',
        'insurance_policies',
        'incident_costs',
        'incident_steps',
        'relatives',
        'incidents',
    ):
        op.drop_table(table)
