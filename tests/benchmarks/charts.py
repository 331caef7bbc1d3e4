"""Draw the tables of docs/performance.md on the engine and on a request: ``python -m tests.benchmarks.charts``.

Drawn from the published figures and not from a run of its own, so that picture and table cannot disagree.
"""

import math
import re

from tests.conftest import PROJECT

PAGE = PROJECT / "docs/performance.md"
CHART = PROJECT / "docs/engine.svg"
REQUESTS = PROJECT / "docs/requests.svg"
ALGORITHMS = ("LexRank", "TextRank", "Luhn")
WIDTH, HEIGHT = 720, 380
LEFT, RIGHT, TOP, BOTTOM = 70, 130, 34, 50
SENTENCES = (25, 10_000)  # both axes are logarithmic
MILLISECONDS = (0.5, 40_000)

ROW = re.compile(r"^\| ([\d,]+) \|(.*)\|$", re.MULTILINE)
BAR = re.compile(r"^\| (echo|Standfirst|naive) \| ([\d.]+) ms \|", re.MULTILINE)
BAR_HEIGHT = 34
PAIR = re.compile(r"([\d.,]+|–) → ([\d.,]+)")

REQUESTS_TITLE = "Milliseconds of processor time a request"
TITLE = "Milliseconds to rank and choose; plain sumy dashed, Standfirst solid"
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #444 }
.title { font-weight: 600; font-size: 14px }
.grid { stroke: #ddd }
.lexrank { stroke: #9b2c1f; fill: #9b2c1f }
.textrank { stroke: #2b6cb0; fill: #2b6cb0 }
.luhn { stroke: #2f7d4f; fill: #2f7d4f }
path { fill: none !important; stroke-width: 2.5 } .sumy { stroke-dasharray: 6 5 } .name { stroke: none }
@media (prefers-color-scheme: dark) {
  text { fill: #bbb } .grid { stroke: #444 }
  .lexrank { stroke: #f29483; fill: #f29483 }
  .textrank { stroke: #7db4f0; fill: #7db4f0 }
  .luhn { stroke: #7ccf9d; fill: #7ccf9d }
}
"""

Curve = list[tuple[float, float]]


def curves(page: str) -> dict[str, tuple[Curve, Curve]]:
    """By algorithm: (sentences, milliseconds) of sumy and of ours, as far as the table has them."""
    found: dict[str, tuple[Curve, Curve]] = {name: ([], []) for name in ALGORITHMS}
    for count, cells in ROW.findall(page):
        for name, (sumys, ours) in zip(ALGORITHMS, PAIR.findall(cells), strict=False):
            if sumys != "–":
                found[name][0].append((_number(count), _number(sumys)))
            found[name][1].append((_number(count), _number(ours)))
    return found


def drawn(page: str) -> str:
    """The chart as SVG."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{TITLE}</title>",
        f"<style>{STYLE}</style>",
        f'<text class="title" x="{LEFT}" y="18">{TITLE}</text>',
    ]
    for milliseconds in (1, 10, 100, 1_000, 10_000):
        y = _y(milliseconds)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{milliseconds:,}</text>')
    parts += [
        f'<text x="{_x(sentences)}" y="{HEIGHT - 28}" text-anchor="middle">{sentences:,}</text>'
        for sentences in (25, 100, 1_000, 8_000)
    ]
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle">sentences</text>')
    for name, (sumys, ours) in curves(page).items():
        parts += [_curve(name, "sumy", sumys), _curve(name, "ours", ours)]
    return "\n".join([*parts, "</svg>\n"])


def requests(page: str) -> dict[str, float]:
    """Milliseconds of processor time a request, by who answers it."""
    return {name: float(milliseconds) for name, milliseconds in BAR.findall(page)}


def bars(page: str) -> str:
    """The chart of a request as SVG; from 0 on."""
    found = requests(page)
    height = TOP + BAR_HEIGHT * len(found)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        f"<title>{REQUESTS_TITLE}</title>",
        f"<style>{STYLE}</style>",
        f'<text class="title" x="{LEFT + 20}" y="18">{REQUESTS_TITLE}</text>',
    ]
    for number, (name, milliseconds) in enumerate(found.items()):
        y = TOP + BAR_HEIGHT * number
        width = round((WIDTH - LEFT - RIGHT - 20) * milliseconds / max(found.values()), 1)
        colour = "lexrank" if name == "Standfirst" else "textrank"
        parts += [
            f'<text x="{LEFT + 12}" y="{y + 18}" text-anchor="end">{name}</text>',
            f'<rect class="{colour}" x="{LEFT + 20}" y="{y + 4}" width="{width}" height="{BAR_HEIGHT - 12}"/>',
            f'<text x="{LEFT + 28 + width}" y="{y + 18}">{milliseconds:.2f}</text>',
        ]
    return "\n".join([*parts, "</svg>\n"])


def _curve(name: str, whose: str, curve: Curve) -> str:
    path = " L".join(f"{_x(sentences)} {_y(milliseconds)}" for sentences, milliseconds in curve)
    x, y = _x(curve[-1][0]), _y(curve[-1][1])
    label = f"{name}, sumy" if whose == "sumy" else name
    nudge = {"LexRank": -6, "TextRank": 4, "Luhn": 16}[name] if whose == "ours" else 4
    return (
        f'<path class="{whose} {name.lower()}" d="M{path}"/>'
        f'<text class="name {name.lower()}" x="{x + 8}" y="{y + nudge}">{label}</text>'
    )


def _number(written: str) -> float:
    return float(written.replace(",", ""))


def _x(sentences: float) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * _share(sentences, *SENTENCES), 1)


def _y(milliseconds: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * _share(milliseconds, *MILLISECONDS), 1)


def _share(value: float, low: float, high: float) -> float:
    return math.log(value / low) / math.log(high / low)


def main() -> None:
    page = PAGE.read_text()
    CHART.write_text(drawn(page))
    REQUESTS.write_text(bars(page))


if __name__ == "__main__":
    main()
