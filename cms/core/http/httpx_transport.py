"""For libraries that call through httpx: the same guard as for those that call through `requests`."""

import httpx
import requests

from cms.core.http.outbound import GuardedSession

# The session has read and decoded the body, and sets these itself.
OF_THE_CONNECTION = {"accept-encoding", "connection", "content-encoding", "content-length", "transfer-encoding"}


class GuardedTransport(httpx.BaseTransport):
    """Sends each request through a GuardedSession, whose `last` says what came of it. No redirect is followed."""

    def __init__(self, session: GuardedSession) -> None:
        self.session = session

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = {name: value for name, value in request.headers.items() if name not in OF_THE_CONNECTION}
        try:
            answer = self.session.request(request.method, str(request.url), headers=headers, data=request.read())
        except requests.RequestException as error:
            raise httpx.TransportError(repr(error)) from error
        if answer.is_redirect:
            # httpx would follow it where its user wants that.
            raise httpx.RemoteProtocolError(f"redirected by {request.url.host}", request=request)
        return httpx.Response(
            answer.status_code,
            headers=[(name, value) for name, value in answer.headers.items() if name.lower() not in OF_THE_CONNECTION],
            content=answer.content,
            request=request,
        )
