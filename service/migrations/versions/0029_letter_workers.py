"""The workers of a letter for a group.

Revision ID: 0029_letter_workers
Revises: 0028_letters
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = '0029_letter_workers'
down_revision = '0028_letters'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'letter_workers',
        sa.Column('letter', AutoString(length=24), nullable=False),
        sa.Column('claim', AutoString(length=24), nullable=False),
        sa.Column('place', sa.Integer(), nullable=False),
        sa.Column('cells', sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ['claim'], ['claims.reference'], name=op.f('fk_letter_workers_claim')
        ),
        sa.ForeignKeyConstraint(
            ['letter'], ['letters.number'], name=op.f('fk_letter_workers_letter')
        ),
        sa.PrimaryKeyConstraint('letter', 'claim', name=op.f('pk_letter_workers')),
    )
    op.create_index(op.f('ix_letter_workers_claim'), 'letter_workers', ['claim'])


def downgrade() -> None:
    op.drop_table('letter_workers')
