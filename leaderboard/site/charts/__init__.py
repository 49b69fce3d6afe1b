"""Charts of the site: records become positions and labels here; `templates/charts.html.j2` draws them."""
