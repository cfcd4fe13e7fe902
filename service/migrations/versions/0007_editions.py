"""0007_editions"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from catalog.vacancies.vetting_points import ALL_POINTS

revision = '0007_editions'
down_revision = '0006_counting'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('vacancies', schema=None) as batch_op:
        batch_op.add_column(sa.Column('edition', sa.Integer(), nullable=False, server_default='1'))
        batch_op.add_column(sa.Column('vetted_edition', sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column('open_points', sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False, server_default='')
        )
    with op.batch_alter_table('contracts', schema=None) as batch_op:
        batch_op.add_column(sa.Column('edition', sa.Integer(), nullable=True))
    with op.batch_alter_table('deposits', schema=None) as batch_op:
        batch_op.add_column(sa.Column('claim', sqlmodel.sql.sqltypes.AutoString(length=24), nullable=True))
    # What was let through or accepted before the terms were told as they are is of an edition before the first.
    op.execute(
        "UPDATE vacancies SET vetted_edition = CASE WHEN terms_at > published_at THEN 0 ELSE 1 END "
        "WHERE published_at IS NOT NULL"
    )
    op.execute(
        "UPDATE contracts SET edition = CASE WHEN accepted_at < (SELECT terms_at FROM vacancies JOIN applications ON "
        "applications.vacancy = vacancies.reference WHERE applications.reference = contracts.application) THEN 0 ELSE 1 END "
        "WHERE accepted_at IS NOT NULL"
    )
    op.execute(
        f"UPDATE vacancies SET open_points = '{' '.join(sorted(ALL_POINTS))}' WHERE EXISTS (SELECT 1 FROM vetting_checks "
        "WHERE vetting_checks.vacancy = vacancies.reference AND vetting_checks.at < vacancies.terms_at)"
    )
    # Not in a batch: made anew, the table would lose what it checks.
    op.drop_column('vacancies', 'terms_at')


def downgrade() -> None:
    with op.batch_alter_table('vacancies', schema=None) as batch_op:
        batch_op.add_column(sa.Column('terms_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
    # What was not let through as it stands is not let through by going back, nor accepted what was accepted of other terms.
    op.execute("UPDATE vacancies SET terms_at = CURRENT_TIMESTAMP WHERE vetted_edition IS NULL OR vetted_edition <> edition")
    op.execute(
        "UPDATE contracts SET state = 'drafted', accepted_at = NULL, worse = '', countersigned_at = NULL WHERE state = 'accepted' "
        "AND edition <> (SELECT vacancies.edition FROM vacancies JOIN applications ON applications.vacancy = vacancies.reference "
        "WHERE applications.reference = contracts.application)"
    )
    op.drop_column('deposits', 'claim')
    op.drop_column('contracts', 'edition')
    for name in ('open_points', 'vetted_edition', 'edition'):
        op.drop_column('vacancies', name)
