"""`mmbench report`: what runs say, as figures, and the figures as Markdown, CSV, LaTeX and JSON."""
