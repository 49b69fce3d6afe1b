"""Chart families: values printed, on grid lines, or between them."""
