"""Goal 4, decoding against bare parsers, as rows of the table: `python -m tests.tools.benchmarks.decode_cost`.

The measurement itself is `decode`'s, which alone also prints each channel.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO

from tests.tools.benchmarks import decode
from tests.tools.benchmarks.mix import mix
from tests.tools.benchmarks.table import Effort, Figure, at_most, run


def measure(effort: Effort) -> Iterator[Figure]:
    """The whole mix."""
    messages = mix(decode.MESSAGES * (1 if effort.quick else 5))
    with redirect_stdout(StringIO()):
        to_orjson, to_json = decode.report("mix", messages)
    yield at_most(4, "decode / orjson.loads untyped", 2.5, to_orjson)
    yield at_most(4, "decode / json.loads", 1, to_json)


if __name__ == "__main__":
    run(measure, __doc__)
