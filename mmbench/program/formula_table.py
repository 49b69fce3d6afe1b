"""The table of formulas: what each is called, what it takes, how it is computed and how a textbook prints it.

A row is name, parameters, body, template, English name, Chinese name. A parameter is its name and, behind `=`, its
Chinese one where that differs; `°` behind a parameter or the name says that it is an angle in degrees. The body is a
program over the parameters' names, which uses no other formula.
"""

from __future__ import annotations

__all__ = ["CONVERSIONS", "ROWS"]

Row = tuple[str, str, str, str, str, str]

_PLANE: tuple[Row, ...] = (
    ("circle_area", "radius=半径", "pi * 'radius' ^ 2", "π × {radius}²", "area of a circle", "圆的面积"),
    ("circumference", "radius=半径", "2 * pi * 'radius'", "2 × π × {radius}", "circumference of a circle", "圆的周长"),
    ("sector_area", "radius=半径, angle°=圆心角", "'angle' / 360 * pi * 'radius' ^ 2",
     "{angle} ÷ 360° × π × {radius}²", "area of a sector", "扇形的面积"),
    ("arc_length", "radius=半径, angle°=圆心角", "'angle' / 360 * 2 * pi * 'radius'",
     "{angle} ÷ 360° × 2 × π × {radius}", "length of an arc", "弧长"),
    ("triangle_area", "base=底, height=高", "'base' * 'height' / 2", "{base} × {height} ÷ 2",
     "area of a triangle", "三角形的面积"),
    ("rectangle_area", "length=长, width=宽", "'length' * 'width'", "{length} × {width}",
     "area of a rectangle", "长方形的面积"),
    ("rectangle_perimeter", "length=长, width=宽", "2 * ('length' + 'width')", "2 × ({length} + {width})",
     "perimeter of a rectangle", "长方形的周长"),
    ("square_area", "side=边长", "'side' ^ 2", "{side}²", "area of a square", "正方形的面积"),
    ("parallelogram_area", "base=底, height=高", "'base' * 'height'", "{base} × {height}",
     "area of a parallelogram", "平行四边形的面积"),
    ("rhombus_area", "first diagonal=一条对角线, second diagonal=另一条对角线",
     "'first diagonal' * 'second diagonal' / 2", "{first diagonal} × {second diagonal} ÷ 2",
     "area of a rhombus", "菱形的面积"),
    ("trapezoid_area", "first base=上底, second base=下底, height=高", "('first base' + 'second base') * 'height' / 2",
     "({first base} + {second base}) × {height} ÷ 2", "area of a trapezoid", "梯形的面积"),
    ("hypotenuse", "a, b", "sqrt('a' ^ 2 + 'b' ^ 2)", "√({a}² + {b}²)",
     "hypotenuse of a right triangle", "直角三角形的斜边"),
    ("leg", "hypotenuse=斜边, leg=直角边", "sqrt('hypotenuse' ^ 2 - 'leg' ^ 2)", "√({hypotenuse}² − {leg}²)",
     "other leg of a right triangle", "直角三角形的另一条直角边"),
    ("cosine_side", "a, b, angle°=夹角", "sqrt('a' ^ 2 + 'b' ^ 2 - 2 * 'a' * 'b' * cos('angle'))",
     "√({a}² + {b}² − 2 × {a} × {b} × cos {angle})", "third side by the law of cosines", "由余弦定理，第三边"),
    ("sine_area", "a, b, angle°=夹角", "'a' * 'b' / 2 * sin('angle')", "{a} × {b} ÷ 2 × sin {angle}",
     "area of a triangle by two sides and their angle", "由两边及夹角，三角形的面积"),
    ("scale_length", "length=长度, old side=原边, new side=对应边", "'length' * 'new side' / 'old side'",
     "{length} × {new side} ÷ {old side}", "corresponding length in the similar figure", "相似图形中的对应长度"),
)  # fmt: skip

_ANGLES: tuple[Row, ...] = (
    ("third_angle°", "first angle°=第一个角, second angle°=第二个角", "180 - 'first angle' - 'second angle'",
     "180° − {first angle} − {second angle}", "third angle of a triangle", "三角形的第三个角"),
    ("supplement°", "angle°=角", "180 - 'angle'", "180° − {angle}", "supplementary angle", "补角"),
    ("complement°", "angle°=角", "90 - 'angle'", "90° − {angle}", "complementary angle", "余角"),
    ("exterior_angle°", "first angle°=一个内角, second angle°=另一个内角", "'first angle' + 'second angle'",
     "{first angle} + {second angle}", "exterior angle of a triangle", "三角形的外角"),
    ("inscribed_angle°", "central angle°=圆心角", "'central angle' / 2", "{central angle} ÷ 2",
     "inscribed angle", "圆周角"),
    ("central_angle°", "inscribed angle°=圆周角", "2 * 'inscribed angle'", "2 × {inscribed angle}",
     "central angle", "圆心角"),
    ("polygon_angle_sum°", "n", "('n' - 2) * 180", "({n} − 2) × 180°",
     "sum of the interior angles of a polygon", "多边形的内角和"),
    ("regular_polygon_angle°", "n", "('n' - 2) * 180 / 'n'", "({n} − 2) × 180° ÷ {n}",
     "interior angle of a regular polygon", "正多边形的内角"),
)  # fmt: skip

_COORDINATES: tuple[Row, ...] = (
    ("distance", "x1, y1, x2, y2", "sqrt(('x2' - 'x1') ^ 2 + ('y2' - 'y1') ^ 2)",
     "√(({x2} − {x1})² + ({y2} − {y1})²)", "distance between two points", "两点间的距离"),
    ("midpoint", "a, b", "('a' + 'b') / 2", "({a} + {b}) ÷ 2", "midpoint", "中点"),
    ("slope", "x1, y1, x2, y2", "('y2' - 'y1') / ('x2' - 'x1')", "({y2} − {y1}) ÷ ({x2} − {x1})",
     "slope of a line", "直线的斜率"),
    ("line_value", "slope=斜率, intercept=截距, x", "'slope' * 'x' + 'intercept'", "{slope} × {x} + {intercept}",
     "value on the line", "直线上的函数值"),
    ("interpolate", "x0, y0, x1, y1, x", "'y0' + ('y1' - 'y0') * ('x' - 'x0') / ('x1' - 'x0')",
     "{y0} + ({y1} − {y0}) × ({x} − {x0}) ÷ ({x1} − {x0})", "value between two points", "两点之间的值"),
)  # fmt: skip

_SOLIDS: tuple[Row, ...] = (
    ("cuboid_volume", "length=长, width=宽, height=高", "'length' * 'width' * 'height'",
     "{length} × {width} × {height}", "volume of a cuboid", "长方体的体积"),
    ("cuboid_surface", "length=长, width=宽, height=高",
     "2 * ('length' * 'width' + 'length' * 'height' + 'width' * 'height')",
     "2 × ({length} × {width} + {length} × {height} + {width} × {height})",
     "surface area of a cuboid", "长方体的表面积"),
    ("cube_volume", "edge=棱长", "'edge' ^ 3", "{edge}³", "volume of a cube", "正方体的体积"),
    ("cube_surface", "edge=棱长", "6 * 'edge' ^ 2", "6 × {edge}²", "surface area of a cube", "正方体的表面积"),
    ("prism_volume", "base area=底面积, height=高", "'base area' * 'height'", "{base area} × {height}",
     "volume of a prism", "棱柱的体积"),
    ("cylinder_volume", "radius=底面半径, height=高", "pi * 'radius' ^ 2 * 'height'", "π × {radius}² × {height}",
     "volume of a cylinder", "圆柱的体积"),
    ("cylinder_side", "radius=底面半径, height=高", "2 * pi * 'radius' * 'height'", "2 × π × {radius} × {height}",
     "lateral area of a cylinder", "圆柱的侧面积"),
    ("cylinder_surface", "radius=底面半径, height=高", "2 * pi * 'radius' * ('radius' + 'height')",
     "2 × π × {radius} × ({radius} + {height})", "surface area of a cylinder", "圆柱的表面积"),
    ("cone_volume", "radius=底面半径, height=高", "pi * 'radius' ^ 2 * 'height' / 3", "π × {radius}² × {height} ÷ 3",
     "volume of a cone", "圆锥的体积"),
    ("cone_side", "radius=底面半径, slant height=母线", "pi * 'radius' * 'slant height'",
     "π × {radius} × {slant height}", "lateral area of a cone", "圆锥的侧面积"),
    ("cone_surface", "radius=底面半径, slant height=母线", "pi * 'radius' * ('radius' + 'slant height')",
     "π × {radius} × ({radius} + {slant height})", "surface area of a cone", "圆锥的表面积"),
    ("sphere_volume", "radius=半径", "4 / 3 * pi * 'radius' ^ 3", "4 ÷ 3 × π × {radius}³",
     "volume of a sphere", "球的体积"),
    ("sphere_surface", "radius=半径", "4 * pi * 'radius' ^ 2", "4 × π × {radius}²",
     "surface area of a sphere", "球的表面积"),
    ("pyramid_volume", "base area=底面积, height=高", "'base area' * 'height' / 3", "{base area} × {height} ÷ 3",
     "volume of a pyramid", "棱锥的体积"),
)  # fmt: skip

_QUANTITIES: tuple[Row, ...] = (
    ("percent_change", "old value=原来的值, new value=现在的值", "('new value' - 'old value') / 'old value' * 100",
     "({new value} − {old value}) ÷ {old value} × 100", "change in percent", "变化的百分率"),
    ("percent_of", "part=部分, whole=整体", "'part' / 'whole' * 100", "{part} ÷ {whole} × 100",
     "share in percent", "所占的百分率"),
    ("speed", "distance=路程, time=时间", "'distance' / 'time'", "{distance} ÷ {time}", "speed", "速度"),
    ("minutes_between", "h1, m1, h2, m2", "('h2' - 'h1') * 60 + 'm2' - 'm1'", "({h2} − {h1}) × 60 + {m2} − {m1}",
     "minutes between the two times", "两个时刻之间的分钟数"),
    ("simple_interest", "principal=本金, percent rate=百分年利率, years=年数",
     "'principal' * 'percent rate' / 100 * 'years'", "{principal} × {percent rate} ÷ 100 × {years}",
     "simple interest", "单利利息"),
    ("union_count", "first=第一类, second=第二类, both=两类都有", "'first' + 'second' - 'both'",
     "{first} + {second} − {both}", "number in at least one of the two", "至少属于一类的个数"),
)  # fmt: skip

ROWS = _PLANE + _ANGLES + _COORDINATES + _SOLIDS + _QUANTITIES

CONVERSIONS: tuple[tuple[str, str, str, str, int], ...] = (
    ("m", "cm", "metres=米数", "centimetres=厘米数", 100),
    ("cm", "mm", "centimetres=厘米数", "millimetres=毫米数", 10),
    ("km", "m", "kilometres=千米数", "metres=米数", 1000),
    ("h", "min", "hours=小时数", "minutes=分钟数", 60),
    ("min", "s", "minutes=分钟数", "seconds=秒数", 60),
    ("kg", "g", "kilograms=千克数", "grams=克数", 1000),
    ("l", "ml", "litres=升数", "millilitres=毫升数", 1000),
    ("l", "cm3", "litres=升数", "cubic centimetres=立方厘米数", 1000),
    ("m2", "cm2", "square metres=平方米数", "square centimetres=平方厘米数", 10_000),
)
"""Pairs of units, what each is called, and how many of the second make one of the first."""
