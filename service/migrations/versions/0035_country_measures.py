"""Measures about a country that two officers decided because of an early warning.

Revision ID: 0035_country_measures
Revises: 0034_refund_requests
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = '0035_country_measures'
down_revision = '0034_refund_requests'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'country_measures',
        sa.Column('reference', AutoString(length=24), nullable=False),
        sa.Column('country', AutoString(length=2), nullable=False),
        sa.Column('alert', AutoString(length=24), nullable=False),
        sa.Column('kind', AutoString(length=8), nullable=False),
        sa.Column('reason', AutoString(length=200), nullable=False),
        sa.Column('en', AutoString(length=600), nullable=False),
        sa.Column('ru', AutoString(length=600), nullable=False),
        sa.Column('uz', AutoString(length=600), nullable=False),
        sa.Column('uz_cyrl', AutoString(length=600), nullable=False),
        sa.Column('kaa', AutoString(length=600), nullable=False),
        sa.Column('on_page', sa.Boolean(), nullable=False),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('until', sa.Date(), nullable=False),
        sa.Column('proposed_by', AutoString(length=40), nullable=False),
        sa.Column('confirmed_by', AutoString(length=40), nullable=False),
        sa.Column('ended_on', sa.Date(), nullable=True),
        sa.Column('end_reason', AutoString(length=200), nullable=False),
        sa.Column('end_proposed_by', AutoString(length=40), nullable=True),
        sa.Column('end_confirmed_by', AutoString(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ['country'], ['countries.code'], name=op.f('fk_country_measures_country')
        ),
        sa.ForeignKeyConstraint(
            ['alert'], ['alerts.reference'], name=op.f('fk_country_measures_alert')
        ),
        sa.PrimaryKeyConstraint('reference', name=op.f('pk_country_measures')),
    )
    for column in ('alert', 'country'):
        op.create_index(op.f(f'ix_country_measures_{column}'), 'country_measures', [column])


def downgrade() -> None:
    for column in ('alert', 'country'):
        op.drop_index(op.f(f'ix_country_measures_{column}'), 'country_measures')
    op.drop_table('country_measures')
