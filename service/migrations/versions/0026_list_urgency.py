"""What comes first in the lists of questions and check-ins, with its index.

Revision ID: 0026_list_urgency
Revises: 0025_list_order
"""

import sqlalchemy as sa
from alembic import op

revision = '0026_list_urgency'
down_revision = '0025_list_order'
branch_labels = None
depends_on = None

_WAITS = sa.text('waits_since IS NOT NULL')
_FIRST = (
    "UPDATE advice_questions SET priority = 0 WHERE under_18"
    " OR topic IN ('detention', 'document_kept', 'forced_labour')"
)
_CALLS = (
    "UPDATE check_ins SET needs_call = true WHERE pay IN ('less', 'none') OR papers = 'kept'"
    " OR work IN ('other', 'none') OR housing = 'none' OR threatened OR wants_call"
)


def upgrade() -> None:
    op.add_column(
        'advice_questions', sa.Column('priority', sa.Integer(), nullable=False, server_default='1')
    )
    op.add_column(
        'check_ins',
        sa.Column('needs_call', sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute(_FIRST)
    op.execute(_CALLS)
    op.create_index(
        'ix_advice_questions_waiting',
        'advice_questions',
        ['priority', 'asked_at'],
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
    op.create_index('ix_check_ins_call_due', 'check_ins', ['needs_call', 'due_on'])


def downgrade() -> None:
    op.drop_index('ix_check_ins_call_due', 'check_ins')
    op.drop_index('ix_advice_questions_waiting', 'advice_questions')
    op.drop_column('check_ins', 'needs_call')
    op.drop_column('advice_questions', 'priority')
