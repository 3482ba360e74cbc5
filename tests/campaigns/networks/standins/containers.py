"""Networks on which a post is a container first: Instagram, by its Page, and Threads.

A container's card is ready at the second look. A container is published once; a second try is refused. With `fetches`
in the state, cards are fetched, as the real ones do; otherwise their addresses only have to be https. Switches:
`status` that a new container comes to, `may_delete`, `drops_alt_text`, and those of the Graph API.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from datetime import UTC, datetime
from typing import Any, ClassVar

from tests.campaigns.networks.standins.graph import NOT_THERE, PAGE, VERSION, GraphStandIn, no
from tests.campaigns.networks.standins.handler import new_number

INSTAGRAM = {"id": "17841400000000001", "username": "red_semillas", "name": "Red Semillas"}
THREADS = {"id": "27841400000000002", "username": "red_semillas", "name": "Red Semillas"}
THREADS_TOKEN, RENEWED_TOKEN = "THAAtokenOfRedSemillas1", "THAAtokenOfRedSemillas2"


class ContainerStandIn(GraphStandIn):
    """`account` owns everything. Containers are numbered from 71…, posts from 81…."""

    account: ClassVar[dict[str, str]]
    status_field: ClassVar[str]
    text_field: ClassVar[str]
    most_characters: ClassVar[int]
    fresh: ClassVar[dict[str, Any]] = {
        **GraphStandIn.fresh,
        "containers": {},
        "status": "FINISHED",
        "may_delete": True,
        "fetches": False,
        "fetched": [],
        "has_account": True,
    }

    def contain(self, account: str) -> Any:
        if refusal := self.refusal():
            return refusal
        sent = dict(self.form())
        if account != self.account["id"]:
            return no(*NOT_THERE)
        if len(sent.get(self.text_field, "")) > self.most_characters:
            return no(100, 2207010, "Caption too long")
        address = sent.get("image_url", "")
        if address and not self.can_fetch(address):
            return no(9004, 2207052, "The media could not be fetched from this URI", error_user_msg="Cannot be fetched")
        number = f"71{new_number()}"
        self.state["containers"][number] = {"looks": 0, "sent": sent, "status": self.state["status"]}
        return 200, {"id": number}

    def can_fetch(self, address: str) -> bool:
        if not self.state["fetches"]:
            return address.startswith("https://")
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                content = answer.read()
                self.state["fetched"].append([answer.headers["Content-Type"], dict(answer.headers)])
        except urllib.error.HTTPError:
            return False
        return content.startswith(b"\xff\xd8")

    def look(self, number: str) -> tuple[int, Any]:
        if not self.is_known():
            return no(190, 463, status=401)
        container = self.state["containers"].get(number)
        if container is None:
            return no(*NOT_THERE)
        container["looks"] += 1
        status = "IN_PROGRESS" if container["looks"] == 1 else container["status"]
        return 200, {"id": number, self.query["fields"]: status}

    def publish(self, account: str) -> Any:
        if refusal := self.refusal():
            return refusal
        container = self.state["containers"].get(dict(self.form())["creation_id"])
        if container is None or account != self.account["id"]:
            return no(*NOT_THERE)
        if container["status"] != "FINISHED" or container["looks"] < 2:
            return no(9007, 2207027, "Media ID is not available")
        container["status"], sent = "PUBLISHED", container["sent"]
        number = f"81{new_number()}"
        post = {
            "id": number,
            self.text_field: sent.get(self.text_field, ""),
            "alt_text": "" if self.state["drops_alt_text"] else sent.get("alt_text", ""),
            "image_url": sent.get("image_url", ""),
            "permalink": f"https://red.example/p/{number}",
            "timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000"),
            "like_count": 7,
            "comments_count": 1,
        }
        self.state["posts"].append(post)
        return 200, {"id": number}

    def newest(self, account: str) -> tuple[int, Any]:
        if not self.is_known() or account != self.account["id"]:
            return no(190, 463, status=401)
        names = self.query["fields"].split(",")
        rows = list(reversed(self.state["posts"]))[: int(self.query["limit"])]
        return 200, {"data": [{name: row[name] for name in names} for row in rows]}

    def read_post(self, number: str) -> tuple[int, Any]:
        if not self.is_known():
            return no(190, 463, status=401)
        found = [post for post in self.state["posts"] if post["id"] == number]
        return (200, found[0]) if found else no(*NOT_THERE)

    def delete_post(self, number: str) -> Any:
        if not self.state["may_delete"]:
            return no(10, message="(#10) Application does not have permission for this action", status=403)
        return self.delete(number)

    def see(self) -> tuple[int, Any]:
        return (200, self.account) if self.is_known() else no(190, 463, status=401)


def routes_of(version: str, account: str, containers: str, publisher: str, posts: str) -> list[tuple[str, str, str]]:
    return [
        ("POST", f"/{version}/([0-9]+)/{containers}", "contain"),
        ("POST", f"/{version}/([0-9]+)/{publisher}", "publish"),
        ("GET", f"/{version}/([0-9]+)/{posts}", "newest"),
        ("GET", f"/{version}/{account}", "see"),
        ("GET", f"/{version}/(71[0-9]+)", "look"),
        ("GET", f"/{version}/(81[0-9]+)", "read_post"),
        ("DELETE", f"/{version}/([0-9]+)", "delete_post"),
    ]


class InstagramStandIn(ContainerStandIn):
    account: ClassVar[dict[str, str]] = INSTAGRAM
    status_field, text_field, most_characters = "status_code", "caption", 2200
    routes: ClassVar[list[tuple[str, str, str]]] = [
        *routes_of(VERSION, INSTAGRAM["id"], "media", "media_publish", "media"),
        *GraphStandIn.routes,
    ]

    def read(self, number: str) -> tuple[int, Any]:
        status, found = super().read(number)
        is_asked = "instagram_business_account" in self.query.get("fields", "")
        if status == 200 and number in PAGE.values() and is_asked and self.state["has_account"]:
            found = {**found, "instagram_business_account": INSTAGRAM}
        return status, found


class ThreadsStandIn(ContainerStandIn):
    account: ClassVar[dict[str, str]] = THREADS
    token: ClassVar[str] = THREADS_TOKEN
    status_field, text_field, most_characters = "status", "text", 500
    routes: ClassVar[list[tuple[str, str, str]]] = [
        *routes_of("v1.0", f"(?:me|{THREADS['id']})", "threads", "threads_publish", "threads"),
        ("GET", "/v1.0/(81[0-9]+)/insights", "insights"),
        ("GET", "/refresh_access_token", "renew"),
    ]

    def insights(self, number: str) -> tuple[int, Any]:
        status, found = self.read_post(number)
        if status != 200:
            return status, found
        counts = {"views": 90, "likes": 7, "replies": 1, "reposts": 2, "quotes": 1}
        asked = self.query["metric"].split(",")
        return 200, {"data": [{"name": name, "values": [{"value": counts[name]}]} for name in asked]}

    def renew(self) -> tuple[int, Any]:
        if self.query != {"grant_type": "th_refresh_token", "access_token": THREADS_TOKEN}:
            return no(190, 463, status=401)
        return 200, {"access_token": RENEWED_TOKEN, "token_type": "bearer", "expires_in": 5_184_000}
