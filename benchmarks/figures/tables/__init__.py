"""Table families: plain, grouped, irregular, timetables, price lists."""
