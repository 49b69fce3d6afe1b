"""The table of units that `units` reads: what each is called, in which decimal multiples, and what it measures.

Symbols are case-sensitive and take the prefixes named beside them; English words take the long forms of the same
prefixes and a plural `s`; anything irregular or Chinese is listed as it is written. `_` stands for a space in a name.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ALSO", "COUNTERS", "CUT", "FILLERS", "GENERIC", "MARKS", "NEVER", "NOUNS", "PREFIXES", "UNITS", "Row"]


class Row(NamedTuple):
    """One unit: names apart by spaces, `scale` to the base units, dimension as `kg m s-2`."""

    symbols: str
    prefixes: str
    words: str
    others: str
    scale: str
    dimension: str
    offset: str = "0"


PREFIXES = {
    "p": ("pico", "1/1000000000000"),
    "n": ("nano", "1/1000000000"),
    "µ": ("micro", "1/1000000"),
    "m": ("milli", "1/1000"),
    "c": ("centi", "1/100"),
    "d": ("deci", "1/10"),
    "h": ("hecto", "100"),
    "k": ("kilo", "1000"),
    "M": ("mega", "1000000"),
    "G": ("giga", "1000000000"),
    "T": ("tera", "1000000000000"),
}

_DEGREES = "º{0} deg_{0} degree_{0} degrees_{0} deg_{1} degree_{1} degrees_{1} °_{0} °{1} °_{1}"

UNITS = (
    # length
    Row("m", "pnµmcdk", "meter metre", "米 公尺 mtr mtrs", "1", "m"),
    Row("", "", "", "厘米 公分 cms", "1/100", "m"),
    Row("", "", "", "分米", "1/10", "m"),
    Row("", "", "", "毫米 mms", "1/1000", "m"),
    Row("", "", "micron", "微米", "1/1000000", "m"),
    Row("", "", "", "纳米", "1/1000000000", "m"),
    Row("", "", "", "千米 公里 kms", "1000", "m"),
    Row("in", "", "", "inch inches ins \" '' 英寸", "0.0254", "m"),
    Row("ft", "", "", "foot feet fts ' 英尺", "0.3048", "m"),
    Row("yd", "", "yard", "yds 码", "0.9144", "m"),
    Row("mi", "", "mile", "英里", "1609.344", "m"),
    Row("nmi", "", "nautical_mile", "海里", "1852", "m"),
    Row("ly", "", "light_year lightyear", "光年", "9460730472580800", "m"),
    Row("au AU", "", "astronomical_unit", "", "149597870700", "m"),
    Row("Å", "", "angstrom", "", "1/10000000000", "m"),
    Row("", "", "", "尺", "1/3", "m"),
    Row("", "", "", "里", "500", "m"),
    # area and volume that have a name of their own
    Row("ha", "", "hectare", "公顷", "10000", "m2"),
    Row("", "", "acre", "英亩", "4046.8564224", "m2"),
    Row("", "", "", "亩", "2000/3", "m2"),
    Row("L l", "µmcdh", "liter litre", "升 公升 ltr ltrs", "1/1000", "m3"),
    Row("", "", "", "毫升 cc mls", "1/1000000", "m3"),
    Row("gal", "", "gallon", "gals 加仑", "0.003785411784", "m3"),
    Row("qt", "", "quart", "qts", "0.000946352946", "m3"),
    Row("", "", "pint", "", "0.000473176473", "m3"),
    Row("", "", "cup", "", "0.0002365882365", "m3"),
    Row("fl_oz", "", "fluid_ounce", "", "0.0000295735295625", "m3"),
    Row("tbsp", "", "tablespoon", "tbsps", "0.00001478676478125", "m3"),
    Row("tsp", "", "teaspoon", "tsps", "0.00000492892159375", "m3"),
    # mass
    Row("g", "µmk", "gram gramme", "克 gm gms grms", "1/1000", "kg"),
    Row("", "", "kilo", "千克 公斤 kgs", "1", "kg"),
    Row("", "", "", "毫克", "1/1000000", "kg"),
    Row("", "", "", "斤 市斤", "1/2", "kg"),
    Row("", "", "", "两", "1/20", "kg"),
    Row("", "", "tonne metric_ton", "吨 公吨", "1000", "kg"),
    Row("", "", "ton", "", "1000", "kg"),
    Row("lb", "", "pound", "lbs 磅", "0.45359237", "kg"),
    Row("oz", "", "ounce", "ozs 盎司", "0.028349523125", "kg"),
    # time
    Row("s", "pnµm", "second", "sec secs 秒 秒钟", "1", "s"),
    Row("min", "", "minute", "mins 分钟 分", "60", "s"),
    Row("h hr", "", "hour", "hrs 小时 个小时 时", "3600", "s"),
    Row("", "", "day", "天 日", "86400", "s"),
    Row("wk", "", "week", "wks 周 星期 个星期", "604800", "s"),
    Row("", "", "fortnight", "", "1209600", "s"),
    Row("", "", "month", "个月 月", "1", "month"),
    Row("yr", "", "year", "yrs years_old year_old 年 岁 周岁", "12", "month"),
    Row("", "", "decade", "", "120", "month"),
    Row("", "", "", "century centuries 世纪", "1200", "month"),
    # speed
    Row("", "", "", "km/hr kmh kmph kph", "5/18", "m s-1"),
    Row("mph", "", "", "", "0.44704", "m s-1"),
    Row("kn kt", "", "knot", "kts", "1852/3600", "m s-1"),
    # angle: an exact scale between the two is impossible, so each is a base
    Row("°", "", "degree", "deg degs 度 º", "1", "deg"),
    Row("", "", "arcminute", "arcmin ′", "1/60", "deg"),
    Row("", "", "arcsecond", "arcsec ″", "1/3600", "deg"),
    Row("rad", "m", "radian", "rads 弧度", "1", "rad"),
    Row("rpm", "", "", "", "1/60", "revolution s-1"),
    Row("%", "", "", "percent per_cent percentage percentage_points pct 百分点 个百分点", "1", "percent"),
    # temperature
    Row("K", "m", "kelvin", "°K 开尔文", "1", "K"),
    Row("°C", "", "celsius centigrade", "℃ " + _DEGREES.format("C", "celsius") + " 摄氏度 摄氏", "1", "K", "273.15"),
    Row("°F", "", "fahrenheit", "℉ " + _DEGREES.format("F", "fahrenheit") + " 华氏度 华氏", "5/9", "K", "45967/180"),
    # mechanics
    Row("N", "mkM", "newton", "牛 牛顿", "1", "kg m s-2"),
    Row("dyn", "", "dyne", "", "1/100000", "kg m s-2"),
    Row("lbf", "", "pound_force", "", "4.4482216152605", "kg m s-2"),
    Row("J", "mkMG", "joule", "焦 焦耳", "1", "kg m2 s-2"),
    Row("Nm", "k", "", "", "1", "kg m2 s-2"),
    Row("eV", "kMG", "electronvolt electron_volt", "", "0.0000000000000000001602176634", "kg m2 s-2"),
    Row("cal", "k", "calorie", "卡 大卡", "4.184", "kg m2 s-2"),
    Row("erg", "", "", "ergs", "1/10000000", "kg m2 s-2"),
    Row("Wh", "kMG", "watt_hour", "瓦时", "3600", "kg m2 s-2"),
    Row("", "", "", "千瓦时", "3600000", "kg m2 s-2"),
    Row("BTU", "", "", "BTUs", "1055.05585262", "kg m2 s-2"),
    Row("W", "µmkMGT", "watt", "瓦 瓦特", "1", "kg m2 s-3"),
    Row("", "", "", "千瓦", "1000", "kg m2 s-3"),
    Row("hp", "", "horsepower", "", "745.69987158227022", "kg m2 s-3"),
    Row("Pa", "hkMG", "pascal", "帕 帕斯卡", "1", "kg m-1 s-2"),
    Row("bar", "m", "", "", "100000", "kg m-1 s-2"),
    Row("atm", "", "atmosphere", "atms", "101325", "kg m-1 s-2"),
    Row("mmHg", "", "torr", "", "133.322387415", "kg m-1 s-2"),
    Row("psi", "", "", "", "44482216152605/6451600000", "kg m-1 s-2"),
    Row("Hz", "kMGT", "hertz", "赫兹", "1", "s-1"),
    # electricity, light, matter
    Row("A", "µmk", "ampere amp", "安 安培", "1", "A"),
    Row("C", "nµm", "coulomb", "库仑", "1", "A s"),
    Row("mAh", "", "", "", "18/5", "A s"),
    Row("V", "µmkM", "volt", "伏 伏特", "1", "kg m2 s-3 A-1"),
    Row("Ω", "mkM", "ohm", "欧 欧姆", "1", "kg m2 s-3 A-2"),
    Row("F", "pnµm", "farad", "法拉", "1", "kg-1 m-2 s4 A2"),
    Row("H", "µm", "henry", "henries 亨利", "1", "kg m2 s-2 A-2"),
    Row("T", "µm", "tesla", "特斯拉", "1", "kg s-2 A-1"),
    Row("Wb", "m", "weber", "韦伯", "1", "kg m2 s-2 A-1"),
    Row("cd", "", "candela", "", "1", "cd"),
    Row("mol", "µmk", "mole", "摩尔", "1", "mol"),
    Row("Bq", "kMG", "becquerel", "", "1", "s-1"),
    Row("Gy", "m", "gray", "", "1", "m2 s-2"),
    Row("Sv", "µm", "sievert", "", "1", "m2 s-2"),
    Row("dB", "", "decibel", "分贝", "1", "dB"),
    # information
    Row("B", "", "byte", "字节", "1", "byte"),
    Row("KB kB", "", "kilobyte", "", "1000", "byte"),
    Row("MB", "", "megabyte", "", "1000000", "byte"),
    Row("GB", "", "gigabyte", "", "1000000000", "byte"),
    Row("TB", "", "terabyte", "", "1000000000000", "byte"),
    Row("", "", "bit", "", "1/8", "byte"),
    Row("kbit Kb kb", "", "kilobit", "", "125", "byte"),
    Row("Mbit Mb", "", "megabit", "", "125000", "byte"),
    Row("Gbit Gb", "", "gigabit", "", "125000000", "byte"),
    # money
    Row("$", "", "dollar", "USD US$ USD$ buck bucks usd us_dollar us_dollars 美元", "1", "USD"),
    Row("¢", "", "cent", "美分", "1/100", "USD"),
    Row("€", "", "euro", "EUR 欧元", "1", "EUR"),
    Row("£", "", "", "GBP pound_sterling pounds_sterling 英镑", "1", "GBP"),
    Row("", "", "", "pence", "1/100", "GBP"),
    Row("¥", "", "yuan", "元 RMB CNY 人民币 人民币元 块 块钱 元钱 CN¥", "1", "CNY"),
    Row("", "", "jiao", "角 毛", "1/10", "CNY"),
    Row("", "", "fen", "分钱", "1/100", "CNY"),
    Row("", "", "yen", "JPY JP¥ 日元", "1", "JPY"),
    Row("₹", "", "rupee", "INR Rs Re", "1", "INR"),
    Row("", "", "", "paise paisa", "1/100", "INR"),
    Row("₩", "", "won", "KRW 韩元", "1", "KRW"),
    Row("₽", "", "ruble rouble", "RUB 卢布", "1", "RUB"),
    Row("₱", "", "peso", "", "1", "PESO"),
    Row("", "", "franc", "CHF", "1", "CHF"),
    Row("A$", "", "australian_dollar", "AUD AU$", "1", "AUD"),
    Row("C$", "", "canadian_dollar", "CAD CA$", "1", "CAD"),
    Row("S$", "", "singapore_dollar", "SGD", "1", "SGD"),
    Row("HK$", "", "hong_kong_dollar", "HKD 港元 港币", "1", "HKD"),
    Row("NZ$", "", "new_zealand_dollar", "NZD", "1", "NZD"),
)

ALSO = {
    "pound": "£",
    "pounds": "£",
    "C": "°C",
    "F": "°F",
    "°": "°C °F",
    "degree": "°C °F",
    "degrees": "°C °F",
    "deg": "°C °F",
    "度": "°C °F kWh",
    "分": "分钱 points",
    "两": "units",
    "时": "units",
    "块": "units",
    "m": "min",
    "oz": "fl_oz",
    "ounce": "fl_oz",
    "ounces": "fl_oz",
    "$": "A$ C$ S$ HK$ NZ$",
    "dollar": "A$ C$ S$ HK$ NZ$",
    "dollars": "A$ C$ S$ HK$ NZ$",
    "¥": "yen",
    "月": "units",
    "'": "arcmin",
    "''": "arcsec",
    '"': "arcsec",
}
"""What else a name may mean, where the first meaning does not fit the unit it is compared with."""

GENERIC = (
    "unit units square_unit square_units sq_unit sq_units cubic_unit cubic_units cu_units unit^2 units^2 unit^3 units^3"
    " times item items 倍 次 平方单位 立方单位 单位 单位长度 平方单位长度"
)
"""Names that say nothing of what is measured: dimensionless."""

COUNTERS = "个只本条张辆棵朵支枝把件块头匹位名种页颗粒盒箱袋瓶杯组份台座层间户道题根片副双对批排列行次束筐篮堆幅"
"""Chinese measure words: dimensionless, and dropped before a noun."""

NOUNS = {
    "people": "person",
    "persons": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "mice": "mouse",
    "geese": "goose",
    "teeth": "tooth",
    "leaves": "leaf",
    "knives": "knife",
    "loaves": "loaf",
    "shelves": "shelf",
    "wolves": "wolf",
    "halves": "half",
    "dice": "die",
    "vertices": "vertex",
    "indices": "index",
    "matrices": "matrix",
    "axes": "axis",
    "buses": "bus",
    "movies": "movie",
    "cookies": "cookie",
    "brownies": "brownie",
    "pies": "pie",
    "ties": "tie",
    "shoes": "shoe",
    "toes": "toe",
    "人": "person",
    "个人": "person",
}
"""Singulars that no rule gives."""

_FILLERS = (
    "more fewer less total left remaining altogether together combined overall in all each every different of "
    "the a an possible long tall wide high deep thick old away apart later earlier ago longer shorter taller "
    "wider older younger faster slower higher lower heavier lighter bigger larger smaller greater whole full"
)
FILLERS = frozenset(_FILLERS.split())
"""Words around a noun that are no part of it."""

_CUT = "in on at from with without for who that which whose where when after before if because"
CUT = frozenset(_CUT.split())
"""Words that end a noun phrase: what follows says more of it."""

_NEVER = (
    "is are was were be been has have had do does did and or but nor because since so if then thus hence that which who"
    " it this these those we i you he she they not no yes than as at by from to with can could will would may might"
    " must per equals equal answer percent where when while plus minus over"
)
NEVER = frozenset(_NEVER.split())
"""Words that no noun phrase behind a number holds."""

MARKS = (
    ("\\,", " "),
    ("\\;", " "),
    ("\\:", " "),
    ("\\!", ""),
    ("\\ ", " "),
    ("~", " "),
    ("\\cdot", "*"),
    ("\\times", "*"),
    ("·", "*"),
    ("⋅", "*"),
    ("•", "*"),
    ("×", "*"),
    ("\\degree", "°"),
    ("^{\\circ}", "°"),
    ("^\\circ", "°"),
    ("\\circ", "°"),
    ("\\mu", "µ"),
    ("μ", "µ"),
    ("\\Omega", "Ω"),
    ("Ω", "Ω"),
    ("\\$", "$"),
    ("\\%", "%"),
    ("\\pounds", "£"),
    ("\\euro", "€"),
    ("\\yen", "¥"),
    ("￥", "¥"),
    ("\\prime", "'"),
    ("^'", "'"),
    ("’", "'"),
    ("”", '"'),
    ("²", "^2"),
    ("³", "^3"),
    ("−", "-"),
)
"""Markup and its plain form, replaced in this order."""
