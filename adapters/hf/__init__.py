"""`hf:`: multimodal models run here through transformers, from the hub or a local folder.

A request's way: `preparing` turns it into tensors on worker threads, `waiting` holds it until the model is free,
`engine` runs the model's thread, `decoding` generates a batch from which finished rows are dropped and answered at
once, and `joining` lets waiting requests take their places.
"""

from mmbench.adapters.hf.model import HFModel

__all__ = ["HFModel"]
