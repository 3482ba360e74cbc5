"""If these fail, we believe a mail arrived that did not, or send one twice that had."""

from __future__ import annotations

import socket
import threading

import pytest

from newsletter.sending.transports import SendOutcome, SmtpTransport, answer_to_recipient, answer_to_sender, stuffed
from tests.installation import free_port

MESSAGE = b"Subject: Hola\r\nMessage-ID: <1@example.org>\r\n\r\n.uno\r\n..dos\r\n"


def send(transport: SmtpTransport, recipient: str):
    return transport.send("boletin@example.org", recipient, MESSAGE)


def test_many_mails_travel_on_one_connection_also_after_refusals(receiver):
    with SmtpTransport() as transport:
        outcomes = [send(transport, f"{name}@example.org").outcome for name in ("a", "refused", "later", "full", "b")]
    assert outcomes == [
        SendOutcome.ACCEPTED,
        SendOutcome.REFUSED,
        SendOutcome.POSTPONED,
        SendOutcome.POSTPONED,
        SendOutcome.ACCEPTED,
    ]
    assert receiver.connections == 1
    assert [content for _to, content in receiver.messages] == [MESSAGE, MESSAGE]


def test_an_answer_lost_after_the_dot_is_unknown_and_the_next_mail_goes(receiver):
    with SmtpTransport() as transport:
        assert send(transport, "lost@example.org").outcome is SendOutcome.UNKNOWN
        assert send(transport, "a@example.org").outcome is SendOutcome.ACCEPTED
    assert len(receiver.messages) == 2


def test_a_connection_cut_inside_the_message_means_that_nothing_was_sent(receiver):
    big = MESSAGE + b"x" * 70 + b"\r\n"
    with SmtpTransport() as transport:
        answer = transport.send("boletin@example.org", "cut@example.org", big * 200_000)
    assert answer.outcome is SendOutcome.POSTPONED
    assert receiver.messages == []


def test_a_server_that_is_not_there_is_unreachable(settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    with SmtpTransport() as transport:
        assert send(transport, "a@example.org").outcome is SendOutcome.UNREACHABLE


def test_a_server_that_closes_idle_connections_costs_nobody_their_mail(receiver):
    with SmtpTransport() as transport:
        send(transport, "a@example.org")
        assert transport.connection is not None
        transport.connection.sock.shutdown(socket.SHUT_RDWR)
        assert send(transport, "b@example.org").outcome is SendOutcome.ACCEPTED
    assert receiver.connections == 2


def test_a_server_that_greets_with_a_refusal_is_unreachable(settings):
    listener = socket.create_server(("127.0.0.1", 0))
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", listener.getsockname()[1]

    def greet() -> None:
        connection, _address = listener.accept()
        connection.sendall(b"554 Go away\r\n")
        connection.close()

    thread = threading.Thread(target=greet)
    thread.start()
    with SmtpTransport() as transport:
        assert send(transport, "a@example.org").outcome is SendOutcome.UNREACHABLE
    thread.join()
    listener.close()


@pytest.mark.parametrize(
    ("code", "text", "outcome"),
    [
        (550, b"5.1.1 no such user", SendOutcome.REFUSED),
        (550, b"no such user", SendOutcome.REFUSED),
        (552, b"5.2.2 mailbox full", SendOutcome.POSTPONED),
        (451, b"4.7.1 greylisted", SendOutcome.POSTPONED),
        (421, b"4.3.2 closing", SendOutcome.UNREACHABLE),
        (550, b"5.7.515 access denied", SendOutcome.OUR_FAULT),
        (550, b"5.7.26 unauthenticated", SendOutcome.OUR_FAULT),
        (550, b"5.7.1 the recipient does not want your mail", SendOutcome.REFUSED),
    ],
)
def test_what_a_server_says_of_a_recipient(code, text, outcome):
    assert answer_to_recipient(code, text).outcome is outcome


def test_what_a_server_says_of_us_is_never_the_readers_fault():
    assert answer_to_sender(550, b"5.7.1 sender refused").outcome is SendOutcome.OUR_FAULT
    assert answer_to_sender(452, b"too many").outcome is SendOutcome.POSTPONED


def test_a_dot_at_the_start_of_a_line_is_doubled():
    assert stuffed(b".\r\na\r\n.b") == b"..\r\na\r\n..b\r\n"
