"""Everything that enters from the terminal and leaves to it.

`grammar` cuts bytes into whole tokens, `keys` and `reports` say what a token means, `reader` runs both in a thread;
`writer` writes in another, through `descriptor`, and tells of its failures; `driver` ties them to Textual.
"""
