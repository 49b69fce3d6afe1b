"""Timetables of buses, and of buses with a train to change to: rides, waiting, what to take to be there in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mmbench.benchmarks.figures.problem import Dice, Problem, Wrong, logic, misread, q
from mmbench.benchmarks.figures.ruled import Cell, draw_table
from mmbench.benchmarks.figures.sheet import Box
from mmbench.benchmarks.figures.style import say, style_of

if TYPE_CHECKING:
    import random

    from mmbench.benchmarks.base.domains import Domain
    from mmbench.benchmarks.figures.ruled import Table
    from mmbench.benchmarks.figures.sheet import Sheet
    from mmbench.benchmarks.figures.style import Language

__all__ = ["DOMAIN", "NAME", "make"]

NAME = "timetable"
DOMAIN: Domain = "table"

Pair = tuple[str, str]

STOPS: tuple[tuple[Pair, ...], ...] = (
    (("Mill Lane", "人民广场"), ("Church Square", "文化宫"), ("Town Hall", "市政府"), ("Hospital", "市医院"),
     ("Park Road", "公园路")),
    (("Harbour", "码头"), ("Fish Market", "海鲜市场"), ("Museum", "博物馆"), ("High Street", "中山路"),
     ("Bridge Street", "大桥路")),
    (("Lake View", "湖滨路"), ("Sports Hall", "体育馆"), ("Old School", "实验小学"), ("Library", "图书馆"),
     ("Green Corner", "绿园小区")),
)  # fmt: skip
STATION = ("Station", "火车站")
TOWNS = (("Ashby", "青山市"), ("Norwick", "临江市"), ("Redford", "云岭市"))
_Clock = tuple[int, int]


class _Drawn(NamedTuple):
    """A drawn timetable. Times are minutes since midnight by stop and column; `stops` are those of the bus.

    `trains` are the times at the station and in the town, by column; `km` how far each stop is.
    """

    sheet: Sheet
    language: Language
    phrase: int
    stops: tuple[str, ...]
    town: str
    buses: tuple[tuple[int, ...], ...]
    trains: tuple[tuple[int, ...], ...]
    km: tuple[int, ...]

    def ask(self, en: tuple[str, str], zh: tuple[str, str]) -> str:
        """Return the phrasing drawn, in the language."""
        return say(self.language, en[self.phrase], zh[self.phrase])

    def bus(self, column: int) -> str:
        return say(self.language, f"Bus {column + 1}", f"公交{column + 1}")

    def train(self, column: int) -> str:
        return say(self.language, f"Train {column + 1}", f"列车{column + 1}")

    def at(self, stop: int, column: int) -> str:
        """Return hour and minute of a bus, as two facts."""
        return _facts(self.language, self.stops[stop], self.bus(column))

    def rail(self, end: int, column: int) -> str:
        """Return hour and minute of a train at the station (0) or in the town (1)."""
        place = self.town if end else say(self.language, *STATION)
        return _facts(self.language, place, self.train(column))


def _parts(language: Language, place: str, trip: str) -> tuple[str, str]:
    if language == "zh":
        return f"{trip}{place}，时", f"{trip}{place}，分"
    return f"{trip}, {place}, hour", f"{trip}, {place}, minute"


def _facts(language: Language, place: str, trip: str) -> str:
    return ", ".join(map(q, _parts(language, place, trip)))


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _plain(minutes: int) -> str:
    """Return a time of the question as two numbers of a program."""
    return f"{minutes // 60}, {minutes % 60}"


def _draw(
    rng: random.Random, language: Language, phrase: int, stops: tuple[Pair, ...], town: Pair, *,
    asked: int, change: int, km: bool,
) -> _Drawn:  # fmt: skip
    """Draw a timetable of buses; with trains where `change` says how many minutes it takes to change to them.

    `asked` is the bus from which one gets a train that another one leaves too early for.
    """
    count = 4
    named = [say(language, *stop) for stop in stops]
    picked = sorted(rng.sample(range(len(named)), 3 if change else 4))
    names = (*(named[n] for n in picked), say(language, *STATION))
    legs = [0, *(rng.randint(6, 19) for _ in names[1:])]
    start = rng.randint(6 * 60, 17 * 60)
    buses: list[tuple[int, ...]] = []
    for _ in range(count):
        jitter = rng.randint(0, 2)
        buses.append(tuple(start + sum(legs[: n + 1]) + jitter * (n > 1) for n in range(len(names))))
        start += rng.randint(31, 52)
    kilometres = [0]
    for leg in legs[1:]:
        kilometres.append(kilometres[-1] + max(2, round(leg * rng.uniform(0.4, 0.75))))
    trains = _trains(rng, [bus[-1] for bus in buses], asked, change) if change else ()
    return _Drawn(
        _sheet(rng, language, names, say(language, *town), buses, trains, kilometres if km else []),
        language, phrase, names, say(language, *town), tuple(buses), trains, tuple(kilometres),
    )  # fmt: skip


def _trains(rng: random.Random, arrivals: list[int], asked: int, change: int) -> tuple[tuple[int, ...], ...]:
    """Return as many trains as buses: one soon after each bus but one, and one before that after the bus asked for."""
    ride = rng.randint(18, 75)
    left_out = rng.choice([n for n in range(len(arrivals)) if n != asked])
    times = [at + change + rng.randint(2, 12) for n, at in enumerate(arrivals) if n != left_out]
    times.append(arrivals[asked] + rng.randint(1, change - 1))
    return tuple((time, time + ride) for time in sorted(times))


def _sheet(
    rng: random.Random, language: Language, names: tuple[str, ...], town: str, buses: list[tuple[int, ...]],
    trains: tuple[tuple[int, ...], ...], kilometres: list[int],
) -> Sheet:  # fmt: skip
    """Draw the table and note its facts."""
    count = len(buses)
    labels = [say(language, f"Bus {n + 1}", f"公交{n + 1}") for n in range(count)]
    head = [Cell(say(language, "Stop", "车站"), head=True, align="left")]
    if kilometres:
        head.append(Cell("km", head=True))
    rows: list[list[Cell | None]] = [[*head, *(Cell(label, head=True) for label in labels)]]
    for n, name in enumerate(names):
        side = [Cell(name, align="left")]
        if kilometres:
            side.append(Cell(str(kilometres[n])))
        rows.append([*side, *(Cell(_clock(bus[n])) for bus in buses)])
    lines = [say(language, f"Train {n + 1}", f"列车{n + 1}") for n in range(count)]
    ends = (say(language, *STATION), town)
    if trains:
        first = Cell(say(language, "Train from", "列车"), head=True, align="left")
        rows.append([first, *(Cell(line, head=True) for line in lines)])
        rows += [
            [Cell(name, align="left"), *(Cell(_clock(train[e])) for train in trains)] for e, name in enumerate(ends)
        ]
    title = say(language, "Buses to the station", "开往火车站的公交时刻表")
    if trains:
        title = say(language, f"Buses to the station and trains to {town}", f"公交与开往{town}的列车时刻表")
    table = draw_table(rng, style_of(rng), rows, title=title)
    shift = 1 + bool(kilometres)
    for n, name in enumerate(names):
        for c, bus in enumerate(buses):
            _note(table, language, name, labels[c], bus[n], (n + 1, c + shift))
        if kilometres:
            fact = say(language, f"{name}, km", f"{name}，千米数")
            table.sheet.fact(fact, kilometres[n], table.boxes[n + 1, 1], unit="km", group="km")
    for e, name in enumerate(ends if trains else ()):
        for c, train in enumerate(trains):
            _note(table, language, name, lines[c], train[e], (len(names) + 2 + e, c + 1))
    return table.sheet


def _note(table: Table, language: Language, place: str, trip: str, minutes: int, cell: tuple[int, int]) -> None:
    """Note a time as two facts, its hour and its minute."""
    box = table.boxes[cell]
    middle = (box.left + box.right) / 2
    hour, minute = _parts(language, place, trip)
    table.sheet.fact(hour, minutes // 60, Box(box.left, box.top, middle - 2, box.bottom), group="hour")
    table.sheet.fact(minute, minutes % 60, Box(middle + 2, box.top, box.right, box.bottom), group="minute")


def make(dice: Dice, level: int, language: Language) -> Problem:
    """Level 1: a ride, the time between two buses. Level 2: waiting, the latest bus. Level 3: with a train, speed."""
    same, rng = dice.same, dice.fresh
    stops, town = STOPS[same.randrange(len(STOPS))], TOWNS[same.randrange(len(TOWNS))]
    phrase, kind = same.randrange(2), same.randrange(4)
    asked = rng.randrange(3)
    speed = level == 3 and kind == 0
    change = rng.randint(4, 7) if level == 3 and not speed else 0
    table = _draw(rng, language, phrase, stops, town, asked=asked, change=change, km=speed)
    if level == 1:
        problem = (_interval if kind == 0 else _ride)(table, rng, asked)
    elif level == 2:
        problem = (_wait, _latest, _until, _wait)[kind](table, rng, asked)
    elif speed:
        problem = _speed(table, rng, asked)
    else:
        problem = (_journey, _leave, _transfer)[kind - 1](table, rng, asked, change)
    described = say(
        language,
        "The table is a timetable: a row for each stop in the order of the ride, a column for each bus"
        + (", and below the trains from the station in the same way. Columns of buses and trains are independent."
           if change else "."),
        "表格是公交时刻表，各行按行车顺序列出车站，每列是一班车"
        + ("；下面以同样的方式列出从火车站开出的列车，公交与列车的列互不对应。" if change else "。"),
    )  # fmt: skip
    return problem._replace(description=described, unit=problem.unit or ("" if problem.labels else _minutes(language)))


def _minutes(language: Language) -> str:
    return say(language, "min", "分钟")


def _between(start: str, end: str) -> str:
    return f"minutes_between({start}, {end})"


def _hundreds(program: str, start: int, end: int) -> tuple[Wrong, ...]:
    """Return mistakes with hours: a hundred minutes to the hour, or one hour too many or too few."""
    hours = end // 60 - start // 60
    wrong = [logic(f"{program} + 60", "counts an hour too many")]
    if hours:
        wrong.append(logic(f"{program} + {40 * hours}", "takes an hour for 100 minutes"))
    if end - start > 60:
        wrong.append(logic(f"{program} - 60", "counts an hour too few"))
    return tuple(wrong)


def _two_stops(table: _Drawn, rng: random.Random) -> tuple[int, int]:
    first = rng.randrange(len(table.stops) - 2)
    return first, rng.randrange(first + 2, len(table.stops))


def _ride(table: _Drawn, rng: random.Random, bus: int) -> Problem:
    first, last = _two_stops(table, rng)
    start, end, name = table.stops[first], table.stops[last], table.bus(bus)
    ask = table.ask(
        (f"How many minutes does {name} take from {start} to {end}?",
         f"How long is the ride with {name} from {start} to {end}?"),
        (f"{name}从{start}到{end}要行驶多少分钟？", f"乘{name}从{start}到{end}需要多少分钟？"),
    )  # fmt: skip
    program = _between(table.at(first, bus), table.at(last, bus))
    mistakes = (
        misread(_between(table.at(first, bus), table.at(last - 1, bus)), "reads the stop before"),
        misread(_between(table.at(first + 1, bus), table.at(last, bus)), "starts one stop later"),
        *_hundreds(program, table.buses[bus][first], table.buses[bus][last]),
    )
    return Problem(table.sheet, ask, program, ("read a cell", "time"), mistakes=mistakes)


def _interval(table: _Drawn, rng: random.Random, bus: int) -> Problem:
    stop = rng.randrange(len(table.stops) - 1)
    place, one, two = table.stops[stop], table.bus(bus), table.bus(bus + 1)
    ask = table.ask(
        (f"How many minutes after {one} does {two} leave {place}?",
         f"At {place}, how many minutes pass between {one} and {two}?"),
        (f"在{place}，{two}比{one}晚多少分钟发车？", f"{one}与{two}在{place}的发车间隔是多少分钟？"),
    )  # fmt: skip
    program = _between(table.at(stop, bus), table.at(stop, bus + 1))
    mistakes = (
        misread(_between(table.at(stop, bus), table.at(stop + 1, bus + 1)), "reads the next stop for the second bus"),
        misread(_between(table.at(stop + 1, bus), table.at(stop, bus + 1)), "reads the next stop for the first bus"),
        *_hundreds(program, table.buses[bus][stop], table.buses[bus + 1][stop]),
    )
    return Problem(table.sheet, ask, program, ("read a cell", "time"), mistakes=mistakes)


def _wait(table: _Drawn, rng: random.Random, bus: int) -> Problem:
    stop = rng.randrange(len(table.stops) - 1)
    leaves = table.buses[bus + 1][stop]
    now = leaves - rng.randint(8, 27)
    place = table.stops[stop]
    ask = table.ask(
        (f"It is {_clock(now)} and you stand at {place}. How many minutes must you wait for the next bus?",
         f"You come to the stop {place} at {_clock(now)}. In how many minutes does the next bus leave?"),
        (f"现在是{_clock(now)}，你在{place}站等车，下一班公交还要等多少分钟？",
         f"你{_clock(now)}来到{place}站，最早还要等多少分钟才有车？"),
    )  # fmt: skip
    program = _between(_plain(now), table.at(stop, bus + 1))
    mistakes = (
        misread(_between(_plain(now), table.at(stop + 1, bus + 1)), "reads the next stop"),
        misread(_between(table.at(stop, bus), _plain(now)), "takes the time since the last bus"),
        misread(_between(table.at(stop, bus), table.at(stop, bus + 1)), "takes the time between the buses"),
        *_hundreds(program, now, leaves),
    )
    return Problem(table.sheet, ask, program, ("read a cell", "compare", "time"), mistakes=mistakes)


def _since_midnight(clock: str) -> str:
    hour, minute = clock.split(", '")
    return f"({hour} * 60 + '{minute})"


def _latest(table: _Drawn, rng: random.Random, bus: int) -> Problem:
    first, last = _two_stops(table, rng)
    limit = table.buses[bus][last] + rng.randint(2, 20)
    start, end, count = table.stops[first], table.stops[last], len(table.buses)
    ask = table.ask(
        (f"You must be at {end} by {_clock(limit)}. Which is the last bus you can take from {start}?",
         f"Which bus from {start} is the latest that arrives at {end} before {_clock(limit)}?"),
        (f"要在{_clock(limit)}之前到达{end}，从{start}最晚可以乘哪一班车？",
         f"从{start}出发，{_clock(limit)}前能到{end}的最晚一班是哪一班？"),
    )  # fmt: skip
    arrivals = [_since_midnight(table.at(last, n)) for n in range(count)]
    starts = [_since_midnight(table.at(first, n)) for n in range(count)]
    minutes = f"{limit // 60} * 60 + {limit % 60}"
    mistakes = (
        misread(f"count_below({minutes}, {', '.join(starts)})", "looks at the departures instead of the arrivals"),
        logic(f"count_below({minutes}, {', '.join(arrivals)}) + 1", "takes the first bus after that time"),
    )
    program = f"count_below({minutes}, {', '.join(arrivals)})"
    labels = tuple(table.bus(n) for n in range(count))
    return Problem(table.sheet, ask, program, ("read a cell", "compare", "time"), mistakes=mistakes, labels=labels)


def _until(table: _Drawn, rng: random.Random, bus: int) -> Problem:
    """Ask for waiting and ride together."""
    first, last = _two_stops(table, rng)
    leaves, arrives = table.buses[bus + 1][first], table.buses[bus + 1][last]
    now = leaves - rng.randint(4, 25)
    start, end = table.stops[first], table.stops[last]
    ask = table.ask(
        (f"You reach {start} at {_clock(now)} and take the next bus. After how many minutes are you at {end}?",
         f"At {_clock(now)} you wait at {start} for the next bus. How many minutes later does it bring you to {end}?"),
        (f"你{_clock(now)}到{start}站，乘下一班车，多少分钟后到达{end}？",
         f"{_clock(now)}你在{start}站等下一班车，从这时起到达{end}共需多少分钟？"),
    )  # fmt: skip
    program = _between(_plain(now), table.at(last, bus + 1))
    mistakes = (
        logic(_between(table.at(first, bus + 1), table.at(last, bus + 1)), "leaves out the waiting"),
        logic(_between(_plain(now), table.at(first, bus + 1)), "gives the waiting only"),
        misread(_between(_plain(now), table.at(last - 1, bus + 1)), "reads the stop before"),
        *_hundreds(program, now, arrives),
    )
    return Problem(table.sheet, ask, program, ("read a cell", "compare", "time"), mistakes=mistakes)


def _speed(table: _Drawn, rng: random.Random, bus: int) -> Problem:
    first, last = _two_stops(table, rng)
    start, end, name = table.stops[first], table.stops[last], table.bus(bus)
    ask = table.ask(
        (f"What is the mean speed of {name} between {start} and {end} in km/h? Round to one decimal place.",
         f"At how many km/h does {name} go from {start} to {end} on average? Give one decimal place."),
        (f"{name}从{start}到{end}的平均速度是每小时多少千米？保留一位小数。",
         f"求{name}在{start}与{end}之间的平均速度（km/h），结果保留一位小数。"),
    )  # fmt: skip
    near, far = (q(say(table.language, f"{stop}, km", f"{stop}，千米数")) for stop in (start, end))
    time = _between(table.at(first, bus), table.at(last, bus))
    mistakes = (
        logic(f"({far} - {near}) / ({time}) * 100", "takes an hour for 100 minutes"),
        misread(f"{far} / ({time} / 60)", "takes the whole way from the first stop"),
        logic(f"({time}) / ({far} - {near})", "divides the minutes by the kilometres"),
        misread(f"({far} - {near}) / ({_between(table.at(first, bus), table.at(last - 1, bus))} / 60)",
                "reads the time at the stop before"),
    )  # fmt: skip
    program = f"round(speed({far} - {near}, {time} / 60), 1)"
    skills = ("read a cell", "time", "divide", "unit conversion")
    return Problem(table.sheet, ask, program, skills, mistakes=mistakes, unit="km/h", decimals=1)


def _caught(table: _Drawn, bus: int, change: int) -> int:
    """Return the first train that can be reached from a bus."""
    return next(n for n, train in enumerate(table.trains) if train[0] >= table.buses[bus][-1] + change)


def _journey(table: _Drawn, rng: random.Random, bus: int, change: int) -> Problem:
    first = rng.randrange(len(table.stops) - 1)
    start, town, name, train = table.stops[first], table.town, table.bus(bus), _caught(table, bus, change)
    ask = table.ask(
        (f"You take {name} at {start} and need {change} minutes to change at the station. "
         f"How many minutes after leaving {start} can you be in {town} at the earliest?",
         f"Changing at the station takes {change} minutes. How long is the shortest journey from {start} to {town} "
         f"that starts with {name}?"),
        (f"你在{start}乘{name}，在火车站换乘需要{change}分钟。从{start}出发后最少要多少分钟才能到达{town}？",
         f"在火车站换乘需要{change}分钟。从{start}乘{name}出发去{town}，全程最少需要多少分钟？"),
    )  # fmt: skip
    return _with_train(table, ask, table.at(first, bus), table.rail(1, train), (
        misread(_between(table.at(first, bus), table.rail(1, train - 1)), "takes a train that leaves too early"),
        logic(_between(table.at(first, bus), table.rail(0, train)), "stops at the train's departure"),
        logic(f"{_between(table.at(first, bus), table.at(-1, bus))} + "
              f"{_between(table.rail(0, train), table.rail(1, train))}",
              "leaves out the time at the station"),
        logic(f"{_between(table.at(first, bus), table.rail(1, train))} + {change}", "adds the minutes for changing"),
    ))  # fmt: skip


def _leave(table: _Drawn, rng: random.Random, bus: int, change: int) -> Problem:
    first = rng.randrange(len(table.stops) - 1)
    start, town, train = table.stops[first], table.town, _caught(table, bus, change)
    limit = table.trains[train][1] + rng.randint(1, 8)
    ask = table.ask(
        (f"You want to be in {town} by {_clock(limit)}; changing at the station takes {change} minutes. "
         f"How many minutes before {_clock(limit)} does the last bus leave {start} with which you can do it?",
         f"You need {change} minutes to change at the station and must reach {town} by {_clock(limit)}. "
         f"How many minutes earlier than that must you leave {start} at the latest?"),
        (f"要在{_clock(limit)}之前到达{town}，在火车站换乘需要{change}分钟。最晚一班可乘的公交在{_clock(limit)}的多少分钟之前从{start}发车？",
         f"在火车站换乘需要{change}分钟，{_clock(limit)}前要到达{town}。最晚须提前多少分钟从{start}乘车出发？"),
    )  # fmt: skip
    end = _plain(limit)
    return _with_train(table, ask, table.at(first, bus), end, (
        misread(_between(table.at(first, bus + 1), end), "takes the next bus"),
        misread(_between(table.at(first + 1, bus), end), "reads the next stop"),
        logic(_between(table.at(first, bus), table.rail(1, train)), "counts to the train's arrival"),
        misread(_between(table.at(-1, bus), end), "counts from the bus's arrival at the station"),
        logic(f"{_between(table.at(first, bus), end)} + {change}", "adds the minutes for changing"),
    ))  # fmt: skip


def _transfer(table: _Drawn, rng: random.Random, bus: int, change: int) -> Problem:
    """Ask for all the time of a journey that is not spent riding or changing, or for its riding time."""
    first = rng.randrange(len(table.stops) - 1)
    start, town, name, train = table.stops[first], table.town, table.bus(bus), _caught(table, bus, change)
    ask = table.ask(
        (f"You go from {start} to {town} with {name} and the first train you can reach; changing takes {change} "
         "minutes. How many minutes of the journey do you sit in the bus and in the train?",
         f"You take {name} at {start}, change at the station, which takes {change} minutes, and go on to {town} by the "
         "first train you can reach. How many minutes do you spend riding, in bus and train together?"),
        (f"你从{start}乘{name}，再换乘能赶上的第一班列车到{town}，换乘需要{change}分钟。途中乘坐公交和列车的时间共多少分钟？",
         f"从{start}乘{name}，换乘（需{change}分钟）能赶上的第一班列车去{town}，不算在站内的时间，乘车时间一共是多少分钟？"),
    )  # fmt: skip
    ride, rail = _between(table.at(first, bus), table.at(-1, bus)), _between(table.rail(0, train), table.rail(1, train))
    whole = _between(table.at(first, bus), table.rail(1, train))
    mistakes = (
        logic(whole, "counts the time at the station, too"),
        misread(rail, "counts the train only"),
        misread(ride, "counts the bus only"),
        logic(f"{ride} + {rail} + {change}", "counts the minutes for changing, too"),
    )
    skills = ("read a cell", "time", "add", "compare")
    return Problem(table.sheet, ask, f"{ride} + {rail}", skills, mistakes=mistakes)


def _with_train(table: _Drawn, ask: str, start: str, end: str, mistakes: tuple[Wrong, ...]) -> Problem:
    skills = ("read a cell", "compare", "time")
    return Problem(table.sheet, ask, _between(start, end), skills, mistakes=mistakes)
