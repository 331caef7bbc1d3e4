"""What so many articles a day take: ``python -m tests.benchmarks.capacity [articles a day] [workers] [days kept]``.

A day is played through minute by minute: articles arrive in a wave, workers take what they can, and the rest waits.
What an article costs was measured, see docs/scaling.md; measure yours and change it here.
"""

import math
import sys

# Of an article of 25 sentences and 3,300 characters, by batches on SQLite.
PROCESSOR_SECONDS = 0.00309  # engine, storing and all between
STATEMENTS = 0.16
BYTES = 15_790  # article, summary, their indexes, job, and what jobs that ended have left free
# How high the wave goes over its mean, before nights are kept from falling below nothing.
PEAK = 2.5
MINUTES = 24 * 60


def arrivals(articles: int) -> list[float]:
    """Articles in each minute of a day: a wave with its peak in the middle, none of it below zero."""
    wave = [max(1 + (PEAK - 1) * -math.cos(2 * math.pi * minute / MINUTES), 0.1) for minute in range(MINUTES)]
    return [articles * height / sum(wave) for height in wave]


def play(articles: int, workers: int) -> tuple[float, float]:
    """The most articles that wait at any time of the second day, and the longest wait in minutes."""
    a_minute = workers * 60 / PROCESSOR_SECONDS
    waiting = most = longest = 0.0
    for day in range(2):
        for came in arrivals(articles):
            waiting = max(waiting + came - a_minute, 0)
            if day:
                most, longest = max(most, waiting), max(longest, waiting / a_minute)
    return most, longest


def main(articles: int, workers: int, days: int) -> None:
    mean, peak = articles / 86_400, max(arrivals(articles)) / 60
    needed = math.ceil(peak * PROCESSOR_SECONDS)
    most, longest = play(articles, workers)
    print(f"{articles:,} articles a day: {mean:.0f} a second, {peak:.0f} in the busiest minute")
    print(f"  processors for the busiest minute: {needed}; for the mean: {math.ceil(mean * PROCESSOR_SECONDS)}")
    print(f"  with {workers} workers at most {most:,.0f} articles wait, the last for {longest:.1f} minutes")
    print(f"  statements a second: {mean * STATEMENTS:,.0f}, in the busiest minute {peak * STATEMENTS:,.0f}")
    print(f"  disk: {articles * BYTES / 1e9:,.0f} GB a day, {articles * BYTES * days / 1e12:,.1f} TB in {days} days")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*(given + [10_000_000, 4, 30][len(given) :]))
