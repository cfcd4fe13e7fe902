"""An API key says who issued it, as the journal does; where that is in doubt, nobody is named.

Revision ID: 0049_key_issuers
Revises: 0048_name_pairs
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = '0049_key_issuers'
down_revision = '0048_name_pairs'
branch_labels = None
depends_on = None

_ISSUED = """
UPDATE keys SET issued_by = coalesce((
  SELECT CASE WHEN min(journal.account) = max(journal.account) THEN min(journal.account) END
  FROM journal
  WHERE journal.reference = keys.account AND journal.noun = 'account'
  AND journal.act = 'issue_key' AND journal.at = keys.issued_at
), '')
"""


def upgrade() -> None:
    issuer = sa.Column('issued_by', AutoString(length=40), nullable=False, server_default='')
    op.add_column('keys', issuer)
    op.execute(_ISSUED)


def downgrade() -> None:
    op.drop_column('keys', 'issued_by')
