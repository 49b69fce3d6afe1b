"""The parts of the sorter's bench: sets with real labels, planted mistakes, answers without steps, costs, metrics."""
