"""Finding the answer in a free-form response, English or Chinese."""
