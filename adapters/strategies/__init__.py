"""How a model is asked: async functions over a model, from one call to a whole search."""
