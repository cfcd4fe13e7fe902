"""An index of the journal for the entries of one record.

Revision ID: 0045_journal_record
Revises: 0044_death_entered
"""

from alembic import op

revision = '0045_journal_record'
down_revision = '0044_death_entered'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_journal_record', 'journal', ['reference', 'noun', 'act', 'position'])
    op.drop_index('ix_journal_reference', 'journal')


def downgrade() -> None:
    op.create_index('ix_journal_reference', 'journal', ['reference'])
    op.drop_index('ix_journal_record', 'journal')
