"""Function plots, number lines, clocks, scales, counting scenes, diagrams."""
