"""Documents of vacancies, licence applications, proposals, orders and placements; what vetting saw.

Revision ID: 0024_record_documents
Revises: 0023_lists
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0024_record_documents'
down_revision = '0023_lists'
branch_labels = None
depends_on = None

_ONE_OWNER = (
    '(claim IS NOT NULL AND cost IS NULL AND record IS NULL)'
    ' OR (claim IS NULL AND cost IS NOT NULL AND record IS NULL)'
    ' OR (claim IS NULL AND cost IS NULL AND record IS NOT NULL)'
)


def _text(length: int) -> sqlmodel.sql.sqltypes.AutoString:
    return sqlmodel.sql.sqltypes.AutoString(length=length)


def upgrade() -> None:
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_evidence_one_owner'), type_='check')
        batch_op.add_column(sa.Column('record_kind', _text(12), nullable=True))
        batch_op.add_column(sa.Column('record', _text(24), nullable=True))
        batch_op.add_column(sa.Column('replaces', sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(
            batch_op.f('uq_evidence_record_kind'), ['record_kind', 'record', 'number']
        )
        batch_op.create_unique_constraint(
            batch_op.f('uq_evidence_record_sha256'), ['record_kind', 'record', 'sha256']
        )
        batch_op.create_check_constraint(batch_op.f('ck_evidence_one_owner'), _ONE_OWNER)
        batch_op.create_check_constraint(
            batch_op.f('ck_evidence_record_whole'), '(record IS NULL) = (record_kind IS NULL)'
        )
    with op.batch_alter_table('vetting_checks', schema=None) as batch_op:
        batch_op.add_column(sa.Column('document', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('precedent', _text(24), nullable=True))


def downgrade() -> None:
    # A document has no place in the table before; its file goes by night, as all that no record names.
    op.execute('DELETE FROM evidence WHERE record IS NOT NULL')
    op.execute("UPDATE vetting_checks SET evidence = '–' WHERE evidence = ''")
    with op.batch_alter_table('vetting_checks', schema=None) as batch_op:
        batch_op.drop_column('precedent')
        batch_op.drop_column('document')
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_evidence_record_whole'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_evidence_one_owner'), type_='check')
        batch_op.drop_constraint(batch_op.f('uq_evidence_record_sha256'), type_='unique')
        batch_op.drop_constraint(batch_op.f('uq_evidence_record_kind'), type_='unique')
        batch_op.drop_column('replaces')
        batch_op.drop_column('record')
        batch_op.drop_column('record_kind')
        batch_op.create_check_constraint(
            batch_op.f('ck_evidence_one_owner'), '(claim IS NULL) <> (cost IS NULL)'
        )
