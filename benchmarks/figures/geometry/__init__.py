"""Plane, analytic and solid geometry: figures drawn to scale from the numbers of their problem."""
