"""0017_limits"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = '0017_limits'
down_revision = '0016_withdrawals'
branch_labels = None
depends_on = None

_LANGUAGES = ('en', 'ru', 'uz', 'uz_cyrl', 'kaa')
_WAGES = ('base_pay', 'overtime', 'night_holiday', 'leave', 'severance', 'deduction')
_SUBJECTS = ('departure_guarantee', 'return_cost', 'wage_guarantee', 'appeal', 'execution')
_SAYS = 'country, length, unit, counted_from, valid_from, valid_to, source, note'
_COPIED = f'{_SAYS}, mark, confirmed_once_by'


def upgrade() -> None:
    op.add_column('claim_steps', sa.Column('happened_on', sa.Date(), nullable=True))
    _widen(16, 24)
    for language in _LANGUAGES:
        op.add_column(
            'time_limits',
            sa.Column(language, AutoString(length=600), server_default='', nullable=False),
        )
    _join_wages()
    # Limits have one table: they are loaded into it by `./musofir seed reference`.
    op.execute("DELETE FROM country_facts WHERE kind = 'time_limit'")


def _widen(before: int, after: int) -> None:
    for table, column in (('time_limits', 'component'), ('claim_reminders', 'about')):
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(
                column, existing_type=AutoString(length=before), type_=AutoString(length=after)
            )


def _join_wages() -> None:
    """Make one limit for wages of the six that Russia had, if all six still say the same."""
    bind = op.get_bind()
    names = ', '.join(f"'{name}'" for name in _WAGES)
    where = f"country = 'RU' AND component IN ({names})"
    rows = list(bind.execute(sa.text(f'SELECT mark, {_SAYS} FROM time_limits WHERE {where}')))
    if len(rows) != len(_WAGES) or len({tuple(row)[1:] for row in rows}) != 1:
        return
    if {row.mark for row in rows} != {'confirmed'}:
        # What was confirmed of some parts alone is confirmed again.
        op.execute(
            "UPDATE time_limits SET mark = 'sourced', confirmed_once_by = NULL"
            f" WHERE {where} AND mark = 'confirmed'"
        )
    op.execute(f"DELETE FROM time_limits WHERE {where} AND component <> 'base_pay'")
    op.execute(f"UPDATE time_limits SET component = 'wages' WHERE {where}")


def downgrade() -> None:
    for name in _WAGES[1:]:
        op.execute(
            f"INSERT INTO time_limits (component, {_COPIED}) "
            f"SELECT '{name}', {_COPIED} FROM time_limits WHERE component = 'wages'"
        )
    op.execute("UPDATE time_limits SET component = 'base_pay' WHERE component = 'wages'")
    names = ', '.join(f"'{name}'" for name in _SUBJECTS)
    # The earlier version knows neither these limits nor the reminders of them.
    op.execute(f"DELETE FROM time_limits WHERE component IN ({names}) OR unit = 'workdays'")
    op.execute(f'DELETE FROM claim_reminders WHERE about IN ({names})')
    op.execute("UPDATE time_limits SET counted_from = 'dismissal' WHERE counted_from = 'notice'")
    op.execute(
        "UPDATE time_limits SET counted_from = 'end_of_work'"
        " WHERE counted_from NOT IN ('pay_due', 'end_of_work', 'dismissal', 'learned')"
    )
    for language in reversed(_LANGUAGES):
        op.drop_column('time_limits', language)
    _widen(24, 16)
    op.drop_column('claim_steps', 'happened_on')
