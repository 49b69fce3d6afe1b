"""The families of the suite by name. A new one is one module and one line here; it is imported when it is asked for."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from mmbench.benchmarks.figures.problem import Family

__all__ = ["FAMILIES", "family_of"]

FAMILIES: dict[str, str] = {
    "parallel-lines": "geometry.parallel_lines",
    "triangle-angles": "geometry.triangle_angles",
    "polygon-angles": "geometry.polygon_angles",
    "circle-angles": "geometry.circle_angles",
    "tangent-line": "geometry.tangent_line",
    "right-triangle": "geometry.right_triangle",
    "similar-triangles": "geometry.similar_triangles",
    "composite-area": "geometry.composite_area",
    "sector": "geometry.sector",
    "shaded-region": "geometry.shaded_region",
    "grid-polygon": "geometry.grid_polygon",
    "grid-line": "geometry.grid_line",
    "transformation": "geometry.transformation",
    "map-scale": "geometry.map_scale",
    "cuboid": "solids.cuboid",
    "cylinder": "solids.cylinder",
    "cone": "solids.cone",
    "prism": "solids.prism",
    "pyramid": "solids.pyramid",
    "net": "solids.net",
    "three-views": "solids.three_views",
    "bar-chart": "charts.bar_chart",
    "grouped-bars": "charts.grouped_bars",
    "stacked-bars": "charts.stacked_bars",
    "sideways-bars": "charts.sideways_bars",
    "line-chart": "charts.line_chart",
    "multi-line": "charts.multi_line",
    "pie-chart": "charts.pie_chart",
    "area-chart": "charts.area_chart",
    "scatter-plot": "charts.scatter_plot",
    "histogram": "charts.histogram",
    "box-plot": "charts.box_plot",
    "heat-map": "charts.heat_map",
    "dual-axis": "charts.dual_axis",
    "log-axis": "charts.log_axis",
    "broken-axis": "charts.broken_axis",
    "pictograph": "charts.pictograph",
    "price-list": "tables.price_list",
    "plain-table": "tables.plain_table",
    "grouped-table": "tables.grouped_table",
    "irregular-table": "tables.irregular_table",
    "timetable": "tables.timetable",
    "two-way-table": "tables.two_way_table",
    "tariff-table": "tables.tariff_table",
    "function-plot": "scenes.function_plot",
    "parabola": "scenes.parabola",
    "number-line": "scenes.number_line",
    "clock": "scenes.clock",
    "ruler": "scenes.ruler",
    "gauge": "scenes.gauge",
    "balance": "scenes.balance",
    "counting-scene": "scenes.counting_scene",
    "venn": "scenes.venn",
    "probability-tree": "scenes.probability_tree",
    "flow-chart": "scenes.flow_chart",
    "student-arithmetic": "student.arithmetic",
    "student-equation": "student.equation",
    "student-geometry": "student.geometry",
    "student-table": "student.table",
}
"""The module of each family, below `mmbench.benchmarks.figures`."""


@cache
def family_of(name: str) -> Family:
    """Return the module of a family."""
    return cast("Family", import_module(f"mmbench.benchmarks.figures.{FAMILIES[name]}"))
