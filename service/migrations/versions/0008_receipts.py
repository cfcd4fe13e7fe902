"""0008_receipts"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = '0008_receipts'
down_revision = '0007_editions'
branch_labels = None
depends_on = None

_REFERENCE = sqlmodel.sql.sqltypes.AutoString(length=24)


def upgrade() -> None:
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.alter_column('claim', existing_type=_REFERENCE, nullable=True)
        batch_op.add_column(sa.Column('cost', _REFERENCE, nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_evidence_cost'), 'paid_costs', ['cost'], ['reference'])
        batch_op.create_unique_constraint(batch_op.f('uq_evidence_cost'), ['cost', 'number'])
        batch_op.create_unique_constraint(batch_op.f('uq_evidence_sha256_cost'), ['sha256', 'cost'])
        batch_op.create_check_constraint(batch_op.f('ck_evidence_one_owner'), '(claim IS NULL) <> (cost IS NULL)')
        batch_op.create_index(batch_op.f('ix_evidence_cost'), ['cost'], unique=False)


def downgrade() -> None:
    # What has no claim has no place in the table before; its files go by night, as all that no record names.
    op.execute('DELETE FROM evidence WHERE claim IS NULL')
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evidence_cost'))
        batch_op.drop_constraint(batch_op.f('ck_evidence_one_owner'), type_='check')
        batch_op.drop_constraint(batch_op.f('uq_evidence_sha256_cost'), type_='unique')
        batch_op.drop_constraint(batch_op.f('uq_evidence_cost'), type_='unique')
        batch_op.drop_constraint(batch_op.f('fk_evidence_cost'), type_='foreignkey')
        batch_op.drop_column('cost')
        batch_op.alter_column('claim', existing_type=_REFERENCE, nullable=False)
