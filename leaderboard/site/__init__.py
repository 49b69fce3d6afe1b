"""The static site: pages, data scripts and pictures, from a report on runs."""
