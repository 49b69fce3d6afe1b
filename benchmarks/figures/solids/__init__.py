"""Solids in oblique drawing, their nets and views."""
