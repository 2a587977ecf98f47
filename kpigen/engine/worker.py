"""The process that MkDocs runs in: `python -m kpigen.engine.worker FOLDER`.

It takes one order a line from stdin and answers each on stdout; whatever MkDocs says goes to
stderr. Once warm it ends as soon as stdin does, in the middle of a page if need be: it never
outlives the process that started it, but by the moment that it takes to remove FOLDER, which is
for what both of them need only while they run.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import traceback
from pathlib import Path
from queue import SimpleQueue
from tempfile import mkdtemp

from kpigen.engine.order import DONE, FAILED, SPENT, Order
from kpigen.engine.workshop import Workshop


def main() -> None:
    """Get warm, then carry out orders until there is nobody left to give any."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the parent, whose end is ours
    answers = os.dup(1)
    os.dup2(2, 1)  # a plugin that prints must not answer for us
    folder = Path(sys.argv[1])
    workshop = Workshop()
    workshop.rehearse(Path(mkdtemp(dir=folder)))
    orders: SimpleQueue[bytes] = SimpleQueue()
    # Not before: nothing may be written to the folder while it is removed.
    threading.Thread(target=_listen, args=(orders, folder), daemon=True).start()
    while True:
        order = Order.of(orders.get())
        try:
            is_as_before = workshop.carry_out(order)
        except (Exception, SystemExit):  # noqa: BLE001  # MkDocs ends its program when it gives up
            traceback.print_exc()
            os.write(answers, FAILED)
        else:
            os.write(answers, DONE if is_as_before else SPENT)


def _listen(orders: SimpleQueue[bytes], folder: Path) -> None:
    for line in sys.stdin.buffer:
        orders.put(line)
    shutil.rmtree(folder, ignore_errors=True)  # whoever had time to remove it has killed us
    os._exit(0)


if __name__ == "__main__":
    main()
