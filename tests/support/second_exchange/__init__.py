"""A second exchange that speaks the Roxom protocol, written from the protocol alone and in habits of its own.

It shares no code with the package, nor with the simulated exchange inside it, so an assumption of theirs that no
documentation states shows as a difference. `python -m tests.support.second_exchange` runs it alone.
"""
