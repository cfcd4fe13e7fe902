"""Answers of posts to notices about their country.

Revision ID: 0037_measure_answers
Revises: 0036_heir_shares
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = '0037_measure_answers'
down_revision = '0036_heir_shares'
branch_labels = None
depends_on = None

_TABLE = 'measure_answers'


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('measure', AutoString(length=24), nullable=False),
        sa.Column('post', AutoString(length=24), nullable=False),
        sa.Column('finding', AutoString(length=600), nullable=False),
        sa.Column('officer', AutoString(length=40), nullable=False),
        sa.Column('at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ['measure'], ['country_measures.reference'], name=op.f('fk_measure_answers_measure')
        ),
        sa.ForeignKeyConstraint(['post'], ['posts.code'], name=op.f('fk_measure_answers_post')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_measure_answers')),
    )
    op.create_index(op.f('ix_measure_answers_measure'), _TABLE, ['measure'])


def downgrade() -> None:
    op.drop_index(op.f('ix_measure_answers_measure'), _TABLE)
    op.drop_table(_TABLE)
