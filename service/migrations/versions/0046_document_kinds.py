"""One file may be several documents of a record, each of its own kind.

Revision ID: 0046_document_kinds
Revises: 0045_journal_record
"""

from alembic import op

revision = '0046_document_kinds'
down_revision = '0045_journal_record'
branch_labels = None
depends_on = None

_NAME = 'uq_evidence_record_sha256'


def _unique(*columns: str) -> None:
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(_NAME), type_='unique')
        batch_op.create_unique_constraint(batch_op.f(_NAME), list(columns))


def upgrade() -> None:
    _unique('record_kind', 'record', 'sha256', 'kind')


def downgrade() -> None:
    # Every document stays; only by the hash of the first is the file recognised again.
    op.execute(
        'UPDATE evidence SET sha256 = NULL WHERE record IS NOT NULL AND EXISTS ('
        'SELECT 1 FROM evidence AS other WHERE other.record_kind = evidence.record_kind'
        ' AND other.record = evidence.record AND other.sha256 = evidence.sha256'
        ' AND other.number < evidence.number)'
    )
    _unique('record_kind', 'record', 'sha256')
