"""The page of a served dashboard: a terminal that has the keys, and words over it once nothing comes any more."""

from __future__ import annotations

from string import Template
from typing import Final

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
        " font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'"
    ),
}
"""The address has the token: no page that is gone to learns it, and nothing is fetched from elsewhere."""

PAGE: Final = Template("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>roxom-tui</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="static/css/xterm.css">
<style>
html, body { margin: 0; height: 100%; background: #0f1216; overflow: hidden }
.textual-terminal { width: 100vw; height: 100vh }
.over { display: none; position: absolute; inset: 0; z-index: 20; font: 16px sans-serif; color: #e6e8eb;
  text-align: center; padding-top: 35vh }
.over p { margin: 0 auto 1em; max-width: 40em }
.over a { color: #8aa4f0 }
body.-closed .textual-terminal { opacity: 0.15; filter: grayscale(1) }
body.-closed.-loaded .ended, body.-closed:not(.-loaded) .refused { display: block }
</style>
<script src="static/js/textual.js"></script>
<script src="page.js"></script>
</head>
<body>
<div id="terminal" class="textual-terminal" data-session-websocket-url="$socket" data-font-size="16"></div>
<div class="over ended"><p>This dashboard has ended. What is behind this is old.</p>
<p><a href="">Open another</a></p></div>
<div class="over refused"><p>No dashboard opened: $most are open already, or roxom-tui serve has ended.</p>
<p><a href="">Try again</a></p></div>
</body>
</html>
""")

SCRIPT: Final = """\
"use strict";
// The keys go to the terminal at once. Not before it is connected: it would have nobody to tell of its focus.
addEventListener("DOMContentLoaded", () => {
  const watch = new MutationObserver(() => {
    if (!document.body.classList.contains("-loaded")) return;
    watch.disconnect();
    document.querySelector(".xterm-helper-textarea").focus();
  });
  watch.observe(document.body, { attributeFilter: ["class"] });
});
"""
