"""0009_taken_back"""

import sqlalchemy as sa
from alembic import op

revision = '0009_taken_back'
down_revision = '0008_receipts'
branch_labels = None
depends_on = None

_OF = "SELECT %s FROM licence_petitions WHERE licence_petitions.licence = licences.id AND asked = 'licence'"


def upgrade() -> None:
    op.add_column('licences', sa.Column('withdrawn_on', sa.Date(), nullable=True))
    # A firm that took its application back was told as one that applies until it applied anew.
    op.execute(
        f"UPDATE licences SET withdrawn_on = ({_OF % 'max(decided_on)'} AND outcome = 'withdrawn') "
        f"WHERE granted_on IS NULL AND activated_on IS NULL AND NOT EXISTS ({_OF % '1'} AND outcome <> 'withdrawn')"
    )


def downgrade() -> None:
    op.drop_column('licences', 'withdrawn_on')
