"""Where a model runs when not in this process: as replicas on Ray."""

__all__: list[str] = []
