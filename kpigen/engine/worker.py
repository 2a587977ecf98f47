"""The process that MkDocs runs in: `python -m kpigen.engine.worker FOLDER`.

It takes one order a line from stdin and answers each on stdout; whatever MkDocs says goes to
stderr. FOLDER is an empty one to get warm in. It ends as soon as stdin does, in the middle of a
page if need be: it never outlives the process that started it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from pathlib import Path
from queue import SimpleQueue

from kpigen.engine.order import DONE, FAILED, SPENT, Order


def main() -> None:
    """Get warm, then carry out orders until there is nobody left to give any."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the parent, whose end is ours
    answers = os.dup(1)
    os.dup2(2, 1)  # a plugin that prints must not answer for us
    orders: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    from kpigen.engine.workshop import Workshop  # noqa: PLC0415  # slow: only once we listen

    workshop = Workshop()
    workshop.rehearse(Path(sys.argv[1]))
    while True:
        order = Order.of(orders.get())
        try:
            is_as_before = workshop.carry_out(order)
        except (Exception, SystemExit):  # noqa: BLE001  # MkDocs ends its program when it gives up
            traceback.print_exc()
            os.write(answers, FAILED)
        else:
            os.write(answers, DONE if is_as_before else SPENT)


def _listen(orders: SimpleQueue[bytes]) -> None:
    for line in sys.stdin.buffer:
        orders.put(line)
    os._exit(0)


if __name__ == "__main__":
    main()
