"""What went wrong in a wrong answer: calculation, logic or misreading, with the step that proves it."""
