"""One client, measured: python3 peer.py TREE SOCKET COMMAND CALLS DEPTH: the tree's own asynchronous client."""

import asyncio
import json
import logging
import sys
import time

tree, path, command, calls, depth = sys.argv[1:]
sys.path.insert(0, tree + "/python")
from qemu.qmp import QMPClient  # noqa: E402 (the path above is where it is)


async def run(client: QMPClient, count: int) -> None:
    left = [count]

    async def worker() -> None:
        while left[0] > 0:
            left[0] -= 1
            await client.execute(command)

    await asyncio.gather(*(worker() for _ in range(int(depth))))


async def main() -> None:
    logging.disable(logging.CRITICAL)
    client = QMPClient("bench")
    await client.connect(path)
    await run(client, max(1, int(calls) // 10))
    cpu, begin = time.process_time(), time.perf_counter()
    await run(client, int(calls))
    spent = {"seconds": time.perf_counter() - begin, "cpuSeconds": time.process_time() - cpu}
    print(json.dumps(spent))
    await client.disconnect()


asyncio.run(main())
