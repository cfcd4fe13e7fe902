"""Indexes by which long lists of the desk are read in their order.

Revision ID: 0025_list_order
Revises: 0024_record_documents
"""

from alembic import op

revision = '0025_list_order'
down_revision = '0024_record_documents'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_advice_contacts_session_day', 'advice_contacts', ['session', 'day'])
    op.drop_index(op.f('ix_advice_contacts_session'), 'advice_contacts')
    op.create_index(op.f('ix_applications_moved_at'), 'applications', ['moved_at'])
    op.create_index(op.f('ix_placements_signed_on'), 'placements', ['signed_on'])


def downgrade() -> None:
    op.drop_index(op.f('ix_placements_signed_on'), 'placements')
    op.drop_index(op.f('ix_applications_moved_at'), 'applications')
    op.create_index(op.f('ix_advice_contacts_session'), 'advice_contacts', ['session'])
    op.drop_index('ix_advice_contacts_session_day', 'advice_contacts')
