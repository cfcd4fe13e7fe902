"""A clamd that is none: it takes files by INSTREAM and says what it is told to say."""

import socketserver
import struct
import threading
import time
from typing import Any, Self

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Scanner(socketserver.ThreadingTCPServer):
    """finds is what it finds in every file, says a whole answer instead, slow how long it
    thinks."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.finds, self.says, self.slow, self.asked, self.last = "", b"", 0.0, 0, b""

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        ).start()
        return self

    def __exit__(self, *_told: object) -> None:
        self.shutdown()
        self.server_close()


class _Asked(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        self.server.asked += 1
        self.server.last = content
        time.sleep(self.server.slow)
        found = self.server.finds or ("Eicar-Test-Signature" if EICAR in content else "")
        self.wfile.write(
            self.server.says or (f"stream: {found} FOUND\0" if found else "stream: OK\0").encode()
        )
