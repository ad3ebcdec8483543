"""Made the two tables here, in the format of UCI's "Occupancy Detection" files. Not needed to run the tests."""
import datetime
import random
from pathlib import Path

random.seed(1)
time = datetime.datetime(2015, 2, 4, 17, 51)
for name, rows in [("datatraining", 130), ("datatest2", 65)]:
    lines = ['"date","Temperature","Humidity","Light","CO2","HumidityRatio","Occupancy"']
    for row in range(1, rows + 1):
        there = int(row % 50 < 20)
        values = [
            20.2 + 1.6 * there + random.gauss(0, 0.1), 27 + random.gauss(0, 0.2), 430.0 * there, 450 + 300 * there,
            0.0047 + random.gauss(0, 1e-5),
        ]
        lines.append(f'"{row}","{time}",' + ",".join(f"{value:.6g}" for value in values) + f",{there}")
        time += datetime.timedelta(minutes=1)
    (Path(__file__).parent / f"{name}.txt").write_text("\n".join(lines) + "\n")
