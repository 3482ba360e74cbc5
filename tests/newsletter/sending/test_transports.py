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


# Where a server misbehaves, and what it says there: None closes the connection, HANG says nothing.
HANG = "hang"
LOGIN = {"EHLO": "250-x\r\n250 AUTH PLAIN"}
SERVERS: list[tuple[dict[str, str | None], SendOutcome]] = [
    ({}, SendOutcome.ACCEPTED),
    ({"DOT": "250-queued\r\n250 as 1"}, SendOutcome.ACCEPTED),
    ({"greeting": "554 Go away"}, SendOutcome.UNREACHABLE),
    ({"greeting": "421 4.3.2 Too many connections"}, SendOutcome.UNREACHABLE),
    ({"greeting": "Hola"}, SendOutcome.UNREACHABLE),
    ({"greeting": HANG}, SendOutcome.UNREACHABLE),
    ({"greeting": None}, SendOutcome.UNREACHABLE),
    ({"EHLO": "550 no", "HELO": "550 no"}, SendOutcome.UNREACHABLE),
    ({"MAIL": "421 4.7.0 Closing"}, SendOutcome.UNREACHABLE),
    ({"MAIL": "451 4.3.0 Later"}, SendOutcome.POSTPONED),
    ({"MAIL": "530 5.7.0 Must issue STARTTLS"}, SendOutcome.OUR_FAULT),
    ({"MAIL": "550 5.7.1 Who are you"}, SendOutcome.OUR_FAULT),
    ({"MAIL": None}, SendOutcome.POSTPONED),
    ({"MAIL": HANG}, SendOutcome.POSTPONED),
    ({"RCPT": "550 5.1.1 No"}, SendOutcome.REFUSED),
    ({"RCPT": "451 4.7.1 Later"}, SendOutcome.POSTPONED),
    ({"RCPT": "421 4.7.0 Too fast"}, SendOutcome.UNREACHABLE),
    ({"RCPT": "Hola"}, SendOutcome.UNREACHABLE),
    ({"RCPT": "354 What"}, SendOutcome.UNREACHABLE),
    ({"RCPT": "750 What"}, SendOutcome.UNREACHABLE),
    ({"RCPT": None}, SendOutcome.POSTPONED),
    ({"DATA": "451 4.3.0 Later"}, SendOutcome.POSTPONED),
    ({"DATA": "554 5.7.1 No"}, SendOutcome.OUR_FAULT),
    ({"DATA": "Hola"}, SendOutcome.UNREACHABLE),
    ({"DOT": "451 4.3.0 Later"}, SendOutcome.POSTPONED),
    ({"DOT": "554 5.7.1 Spam"}, SendOutcome.REFUSED),
    ({"DOT": "552 5.2.2 Full"}, SendOutcome.POSTPONED),
    ({"DOT": "421 4.3.2 Closing"}, SendOutcome.UNREACHABLE),
    # The message left, and nobody can read what came of it.
    ({"DOT": None}, SendOutcome.UNKNOWN),
    ({"DOT": HANG}, SendOutcome.UNKNOWN),
    ({"DOT": "Hola"}, SendOutcome.UNKNOWN),
    ({"DOT": "354 Go on"}, SendOutcome.UNKNOWN),
    ({"DOT": "150 Wait"}, SendOutcome.UNKNOWN),
    ({"DOT": "999 What"}, SendOutcome.UNKNOWN),
    ({"DOT": "250-queued"}, SendOutcome.UNKNOWN),
    # Signing in: our password is wrong, or the server cannot look it up just now.
    ({**LOGIN, "AUTH": "535 5.7.8 Wrong"}, SendOutcome.OUR_FAULT),
    ({**LOGIN, "AUTH": "454 4.7.0 Temporary failure"}, SendOutcome.UNREACHABLE),
    ({**LOGIN, "AUTH": "421 4.7.0 Later"}, SendOutcome.UNREACHABLE),
    ({"AUTH": "503 not offered", "login": "yes"}, SendOutcome.UNREACHABLE),
    ({"tls": "yes"}, SendOutcome.UNREACHABLE),
    ({"tls": "yes", "EHLO": "250-x\r\n250 STARTTLS", "STAR": "454 4.7.0 Not now"}, SendOutcome.UNREACHABLE),
    ({"tls": "yes", "EHLO": "250-x\r\n250 STARTTLS", "STAR": "220 Go"}, SendOutcome.UNREACHABLE),
]
ORDINARY = {"greeting": "220 x", "DATA": "354 Go on", "AUTH": "235 Come in"}


def speak(listener: socket.socket, replies: dict[str, str | None]) -> None:
    """Answer one connection as `replies` say, by the first letters of each command."""
    connection, _address = listener.accept()
    with connection, connection.makefile("rb") as lines:
        verb, in_message = "greeting", False
        while True:
            reply = replies.get(verb, ORDINARY.get(verb, "250 OK"))
            if reply is None:
                return
            if reply != HANG:
                connection.sendall(reply.encode() + b"\r\n")
            in_message = verb == "DATA" and reply is not None and reply.startswith("354")
            try:
                line = lines.readline()
            except ConnectionError:
                return
            while in_message and line not in (b".\r\n", b""):
                line = lines.readline()
            if not line:
                return
            verb = "DOT" if in_message else line[:4].decode("latin-1").upper()


def test_what_each_server_in_trouble_did_with_the_mail(settings):
    settings.EMAIL_HOST, settings.EMAIL_USE_SSL = "127.0.0.1", False
    found, expected = {}, {}
    for replies, outcome in SERVERS:
        is_hanging = HANG in replies.values() or replies.get("DOT") == "250-queued"
        settings.EMAIL_TIMEOUT = 0.2 if is_hanging else 30
        settings.EMAIL_USE_TLS = "tls" in replies
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = "u" if {"AUTH", "login"} & set(replies) else ""
        listener = socket.create_server(("127.0.0.1", 0))
        settings.EMAIL_PORT = listener.getsockname()[1]
        thread = threading.Thread(target=speak, args=(listener, replies), daemon=True)
        thread.start()
        with SmtpTransport() as transport:
            answer = send(transport, "a@example.org")
        thread.join(5)
        assert not thread.is_alive(), f"{replies}: the connection was left open"
        listener.close()
        found[str(replies)], expected[str(replies)] = answer.outcome, outcome
        assert answer.detail or outcome is SendOutcome.ACCEPTED, "the server's words are for staff"
    assert found == expected


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
        (550, b"5.7.28 unusual rate of unsolicited mail", SendOutcome.OUR_FAULT),
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
