# A session by QEMU's own client for asyncio: python3 asyncio-client.py TREE SOCKET. TREE is a source tree of QEMU, SOCKET a
# path, or HOST:PORT. Prints what it met as one JSON object.

import asyncio
import json
import os
import sys

sys.path.insert(0, os.path.join(sys.argv[1], 'python'))

from qemu.qmp import ExecuteError, QMPClient  # noqa: E402


async def main() -> None:
    host, _, port = sys.argv[2].rpartition(':')
    client = QMPClient('test')
    await client.connect((host, int(port)) if host else sys.argv[2])
    offered = client.greeting.QMP.capabilities
    commands = [command['name'] for command in await client.execute('query-commands')]
    greeted = [
        await client.execute('hello-world'),
        await client.execute('hello-world', {'message': 'Ahoy'}),
    ]
    try:
        refused = await client.execute('hello-world', {'message': 5})
    except ExecuteError as error:
        refused = error.error_class
    with client.listener('STOP') as listener:
        await client.execute('stop')
        event = (await listener.get())['event']
    # It enables what is offered; this one runs past all others.
    place = await client.execute('emergency-stop', oob='oob' in offered)
    many = await asyncio.gather(*(client.execute('query-status') for _ in range(50)))
    await client.disconnect()
    print(json.dumps({
        'offered': list(offered),
        'commands': commands,
        'greeted': greeted,
        'refused': refused,
        'event': event,
        'place': place,
        'paused': sum(status['status'] == 'paused' for status in many),
    }))


asyncio.run(main())
