"""What the numbers mean: aggregation, intervals, breakdowns. Reads run directories; knows no model and no dataset."""
