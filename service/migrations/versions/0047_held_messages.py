"""Messages to a worker whose death is recorded are held until another officer confirms it.

Revision ID: 0047_held_messages
Revises: 0046_document_kinds
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = '0047_held_messages'
down_revision = '0046_document_kinds'
branch_labels = None
depends_on = None

_PERSON = 'ix_outbox_person'
# Of all records of a person; an earlier message names no person and is sent as before.
_RECORDED = """
UPDATE citizens SET death_recorded_at = (
  SELECT min(incidents.recorded_at) FROM incidents
  JOIN citizens AS worker ON worker.reference = incidents.citizen
  WHERE coalesce(worker.same_as, worker.reference) = coalesce(citizens.same_as, citizens.reference)
  AND incidents.kind = 'death' AND incidents.outcome <> 'mistake'
  AND incidents.death_confirmed_by IS NULL
) WHERE erased_at IS NULL AND coalesce(same_as, reference) IN (
  SELECT coalesce(worker.same_as, worker.reference) FROM incidents
  JOIN citizens AS worker ON worker.reference = incidents.citizen
  WHERE incidents.kind = 'death'
)
"""


def upgrade() -> None:
    op.add_column('citizens', sa.Column('death_recorded_at', UTCDateTime(), nullable=True))
    op.execute(_RECORDED)
    op.add_column('outbox', sa.Column('person', AutoString(length=24), nullable=True))
    held = sa.Column('held', sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column('outbox', held)
    op.create_index(_PERSON, 'outbox', ['person'], unique=False)


def downgrade() -> None:
    # What was held names a person who may have died: it is not sent by the earlier version.
    op.drop_index(_PERSON, table_name='outbox')
    for name in ('held', 'person'):
        op.drop_column('outbox', name)
    op.drop_column('citizens', 'death_recorded_at')
