"""Commands: what is recorded, put in its place in the tree, signed and recomputed."""

from app.transparency.service.publishing import ask_for_checkpoint, publish
from app.transparency.service.recording import Recorded, append, append_all
from app.transparency.service.sequencing import sequence

__all__ = ["Recorded", "append", "append_all", "ask_for_checkpoint", "publish", "sequence"]
