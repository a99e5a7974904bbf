"""The tree as it is now, signed for everybody to keep."""

from datetime import datetime, timedelta

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from app.core import jobs, page_cache
from app.core.db import utc_now
from app.core.options import Option
from app.identity.models import User
from app.identity.service import audit
from app.transparency.models import LogCheckpoint, LogKey
from app.transparency.queries.tree import tree_size
from app.transparency.rules.checkpoints import Checkpoint
from app.transparency.rules.notes import sign
from app.transparency.rules.tiles import tree_root
from app.transparency.service.keys import first_origin, signers
from app.transparency.service.sequencing import current_partial_tiles, lock_tree, sequence

CHECKPOINT_HOURS = Option("transparency.checkpoint_hours", 24)
"""How old the newest checkpoint may become while entries wait for one."""
PUBLISH = "transparency.publish"
TAG = "transparency"
"""Of pages that show the newest checkpoint."""


def ask_for_checkpoint(session: Session) -> None:
    """Once this transaction has committed: a lot was published, and its proof should be at hand."""
    jobs.defer(session, PUBLISH, lock=PUBLISH)


def order_checkpoint(session: Session, officer: User) -> None:
    """The same for an operator, who will not wait for the day's."""
    audit(session, officer.id, "log.publish", officer)
    ask_for_checkpoint(session)


def publish(session: Session) -> LogCheckpoint:
    """Everything that waits gets its place and is signed; a signed tree is not signed again.

    Safe to repeat. The note is the database's own and is served only once it is committed, so that
    a signature that was lost in a rollback has never been seen.
    """
    while sequence(session):
        pass
    lock_tree(session)
    latest = newest(session)
    origin = latest.origin if latest else first_origin()
    size = tree_size(session.connection())
    root = tree_root(current_partial_tiles(session, size), size)
    note = _signed(session, Checkpoint(origin, size, root))
    if latest and latest.note == note:
        return latest
    row = LogCheckpoint(origin=origin, size=size, root=root, note=note)
    session.add(row)
    session.flush()  # so that a row the database refuses fails here
    page_cache.touch(session, TAG)
    return row


def _signed(session: Session, checkpoint: Checkpoint) -> str:
    signing = signers(checkpoint.origin)
    keys = [{"verifier": str(signer.key), "since": utc_now()} for signer in signing]
    session.connection().execute(insert(LogKey).on_conflict_do_nothing(), keys)
    return sign(checkpoint.text, signing)


def publish_when_due(session: Session, now: datetime | None = None) -> LogCheckpoint | None:
    """A checkpoint if something is new and the last one is old enough (CHECKPOINT_HOURS)."""
    latest = newest(session)
    age = timedelta(hours=CHECKPOINT_HOURS.get(session))
    if latest and (now or utc_now()) - latest.published_at < age:
        return None
    return publish(session)


def newest(session: Session) -> LogCheckpoint | None:
    """By size, then by time: keys may have changed at the same size."""
    order = (col(LogCheckpoint.size).desc(), col(LogCheckpoint.id).desc())
    return session.exec(select(LogCheckpoint).order_by(*order).limit(1)).first()
