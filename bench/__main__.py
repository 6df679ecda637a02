"""`python -m bench`: complete turns a second of the whole house on this machine. Everything stays on loopback."""

import argparse
import json
import sys
from pathlib import Path

from bench import report, run

MODES = ("sqlite", "postgres")


def main() -> int:
    """0 when every message was answered and every conversation has its application."""
    options = _options()
    run.prepare()
    measured = []
    for mode in MODES if options.mode == "both" else (options.mode,):
        one = run.measure(mode, people=options.people, conversations=options.conversations, seconds=options.seconds)
        print(report.text(one), flush=True)
        measured.append(one)
    if options.json:
        given = {name: value for name, value in vars(options).items() if name != "json"}
        options.json.write_text(json.dumps(report.data(measured, given), ensure_ascii=False, indent=2) + "\n")
    return 1 if any(one.wrong for one in measured) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--mode", choices=(*MODES, "both"), default="both")
    parser.add_argument("--people", type=int, default=32, help="who write at the same time")
    parser.add_argument("--conversations", type=int, default=600, help="begun at most, 15 messages each")
    parser.add_argument("--seconds", type=float, default=20.0, help="after which no conversation is begun")
    parser.add_argument("--json", type=Path, help="write everything measured to this file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
