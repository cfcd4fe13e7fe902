"""An index by which the last entry about the register is found at once.

Revision ID: 0021_register_position
Revises: 0020_posts
"""

from alembic import op

revision = '0021_register_position'
down_revision = '0020_posts'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        op.f('ix_journal_of_register_position'), 'journal', ['of_register', 'position']
    )
    op.drop_index(op.f('ix_journal_of_register'), 'journal')


def downgrade() -> None:
    op.create_index(op.f('ix_journal_of_register'), 'journal', ['of_register'])
    op.drop_index(op.f('ix_journal_of_register_position'), 'journal')
