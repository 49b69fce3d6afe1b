"""What the throughput bench is made of."""
