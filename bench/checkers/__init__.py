"""What bench/checker.py is made of: reading pairs, running checkers in processes of their own, telling how they did."""
