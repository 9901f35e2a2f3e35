"""Memories, units, documents, review and concepts over HTTP, on both databases."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

ENGLISH = "Flood in Sinuiju\n\nThe river rose on Monday. Repairs began on 3 August."
KOREAN = "신의주 큰물\n\n월요일에 강물이 불어났다. 복구는 8월 3일에 시작됐다."


def made(answer: TestResponse) -> dict[str, Any]:
    """Return what was made, after a look at where it is said to be."""
    assert answer.status_code == 201, answer.get_data(as_text=True)
    body: dict[str, Any] = answer.get_json()
    assert answer.headers["Location"].endswith(body["id"])
    return body


def test_a_memory_is_made_renamed_and_deleted(client: FlaskClient) -> None:
    memory = made(client.post("/api/v1/memories", json={"name": " news "}))
    place = f"/api/v1/memories/{memory['id']}"
    assert client.get(place).get_json() == memory
    assert (memory["name"], memory["units"], memory["languages"]) == ("news", 0, [])
    renamed = client.patch(place, json={"name": "press", "version": memory["version"]})
    assert renamed.get_json()["name"] == "press"
    weights = {"penalty": 5, "priority": -2, "version": memory["version"] + 1}
    weighed = client.patch(place, json=weights).get_json()
    assert weighed == client.get(place).get_json()
    assert weighed == {**memory, **weights, "name": "press", "version": memory["version"] + 2}
    for wrong in ({"penalty": 31}, {"penalty": -1}, {"priority": 101}, {"penalty": None}):
        body = {**wrong, "version": weighed["version"]}
        assert client.patch(place, json=body).status_code == 422
    stale = client.patch(place, json={"name": "late", "version": memory["version"]})
    assert (stale.status_code, stale.get_json()["type"]) == (409, "/problems/conflict")
    taken = client.post("/api/v1/memories", json={"name": "press"})
    assert taken.status_code == 409
    assert client.delete(place).get_json() == {"units": 0}
    assert client.get(place).status_code == 404


def test_a_unit_is_kept_changed_in_part_and_deleted(client: FlaskClient) -> None:
    client.post("/api/v1/memories", json={"name": "news"})
    unit = made(
        client.post(
            "/api/v1/units",
            json={
                "memory": "news",
                "variants": [{"lang": "en", "text": "Rice."}, {"lang": "ko_KP", "text": "쌀."}],
                "notes": ["seen twice"],
            },
        )
    )
    place = f"/api/v1/units/{unit['id']}"
    assert [v["lang"] for v in unit["variants"]] == ["en", "ko-KP"]
    assert unit["status"] == "approved"
    changed = client.patch(place, json={"status": "rejected", "version": unit["version"]})
    assert changed.get_json()["status"] == "rejected"
    assert changed.get_json()["notes"] == ["seen twice"]
    assert [v["text"] for v in changed.get_json()["variants"]] == ["Rice.", "쌀."]
    assert client.patch(place, json={"notes": [], "version": unit["version"]}).status_code == 409
    assert client.delete(place).status_code == 204
    assert client.get(place).status_code == 404


def test_units_come_in_pages(client: FlaskClient) -> None:
    client.post("/api/v1/memories", json={"name": "news"})
    for number in range(5):
        variants = [
            {"lang": "en", "text": f"Day {number}."},
            {"lang": "ko", "text": f"{number}일."},
        ]
        client.post("/api/v1/units", json={"memory": "news", "variants": variants})
    seen: list[str] = []
    asked: dict[str, Any] = {"limit": 2, "memory": "news"}
    sizes = []
    while True:
        page = client.get("/api/v1/units", query_string=asked).get_json()
        sizes.append(len(page["items"]))
        seen += [unit["variants"][0]["text"] for unit in page["items"]]
        if page["next"] is None:
            break
        asked["cursor"] = page["next"]
    assert sizes == [2, 2, 1]
    assert seen == [f"Day {number}." for number in range(5)]


def test_two_articles_are_aligned_reviewed_and_found_again(client: FlaskClient) -> None:
    body = {
        "memory": "news",
        "source": {"text": ENGLISH, "lang": "en", "date": "2026-08-04"},
        "target": {"text": KOREAN, "lang": "ko", "original": True},
    }
    alignment = made(client.post("/api/v1/alignments", json=body))
    place = f"/api/v1/alignments/{alignment['id']}"
    assert client.get(place).get_json() == alignment
    beads = alignment["beads"]
    assert [(b["source"], b["target"]) for b in beads] == [([0], [0]), ([1], [1]), ([2], [2])]
    assert alignment["target"]["original"] is True

    def command(name: str, **more: Any) -> dict[str, Any]:
        answer = client.post(f"{place}/{name}", json={"version": command_version[0], **more})
        assert answer.status_code == 200, answer.get_data(as_text=True)
        outcome: dict[str, Any] = answer.get_json()
        command_version[0] = outcome["alignment"]["version"]
        return outcome

    command_version = [alignment["version"]]
    approved = command("approve", beads=[b["id"] for b in beads])
    assert approved["units"] == 3
    assert {b["state"] for b in approved["alignment"]["beads"]} == {"approved"}
    asked = {"text": "Repairs began on 3 August.", "source": "en", "target": "ko"}
    [match] = client.get("/api/v1/matches", query_string=asked).get_json()["matches"]
    assert match["target"] == "복구는 8월 3일에 시작됐다."
    assert match["origin"]["document"] == alignment["source"]["id"]
    assert command("undo")["units"] == -3

    merged = command("merge", bead=beads[1]["id"])["alignment"]["beads"]
    assert [b["source"] for b in merged] == [[0], [1, 2]]
    parted = command("split", bead=merged[1]["id"], source_at=1, target_at=1)["alignment"]["beads"]
    assert [b["source"] for b in parted] == [[0], [1], [2]]
    shifted = command("shift", bead=parted[1]["id"], side="target", direction="down")
    assert [b["target"] for b in shifted["alignment"]["beads"]] == [[0], [], [1, 2]]
    command("undo")
    unlinked = command("unlink", bead=parted[2]["id"])["alignment"]["beads"]
    assert [b["target"] for b in unlinked if b["source"]] == [[0], [1], []]
    linked = command("link", bead=unlinked[2]["id"], other=unlinked[3]["id"])["alignment"]["beads"]
    assert [b["target"] for b in linked] == [[0], [1], [2]]
    left_out = command("leave-out", bead=linked[2]["id"])["alignment"]["beads"]
    assert [b["state"] for b in left_out] == ["open", "open", "left-out", "left-out"]
    opened = command("reopen", beads=[left_out[2]["id"]])["alignment"]["beads"]
    assert [b["state"] for b in opened] == ["open", "open", "open", "left-out"]
    sure = command("approve-sure")
    assert sure["units"] == sum(b["state"] == "approved" for b in sure["alignment"]["beads"])

    [listed] = client.get("/api/v1/alignments").get_json()["items"]
    assert listed["id"] == alignment["id"]
    assert sum(listed["beads"].values()) == 4
    stale = client.post(f"{place}/undo", json={"version": alignment["version"]})
    assert stale.status_code == 409
    absent = client.post(
        f"{place}/unlink", json={"version": command_version[0], "bead": beads[0]["id"] + "0"}
    )
    assert absent.status_code == 404


def test_the_side_of_an_alignment_at_fault_is_named(client: FlaskClient) -> None:
    body = {
        "memory": "news",
        "source": {"text": ENGLISH, "lang": "en"},
        "target": {"text": "1 2 3", "lang": "ko"},
    }
    answer = client.post("/api/v1/alignments", json=body)
    assert (answer.status_code, answer.get_json()["field"]) == (422, "target.text")


def test_a_document_is_stored_with_its_segments(client: FlaskClient) -> None:
    document = made(client.post("/api/v1/documents", json={"text": ENGLISH, "lang": "en"}))
    assert document["title"] == "Flood in Sinuiju"
    assert document["segments"][0]["text"] == "Flood in Sinuiju"
    assert all(ENGLISH[s["start"] : s["end"]] == s["text"] for s in document["segments"])
    place = f"/api/v1/documents/{document['id']}"
    [listed] = client.get("/api/v1/documents").get_json()["items"]
    assert listed["id"] == document["id"]
    assert "text" not in listed
    assert client.delete(place).status_code == 204
    assert client.get(place).status_code == 404


def test_a_concept_is_changed_in_part(client: FlaskClient) -> None:
    client.post("/api/v1/termbases", json={"name": "house"})
    terms = [{"lang": "ko", "term": "혜산"}, {"lang": "en", "term": "Hyesan"}]
    body = {"termbase": "house", "terms": terms, "note": "A city."}
    concept = made(client.post("/api/v1/concepts", json=body))
    place = f"/api/v1/concepts/{concept['id']}"
    changed = client.patch(place, json={"subject": "places", "version": concept["version"]})
    assert changed.get_json()["subject"] == "places"
    assert changed.get_json()["note"] == "A city."
    assert [t["term"] for t in changed.get_json()["terms"]] == ["혜산", "Hyesan"]
    assert client.patch(place, json={"note": None, "version": 1}).status_code == 409
    [listed] = client.get("/api/v1/concepts?subject=places").get_json()["items"]
    assert listed["id"] == concept["id"]
    two = [*terms, {"lang": "en", "term": "Hesan"}]
    refused = client.post("/api/v1/concepts", json={"termbase": "house", "terms": two})
    assert (refused.status_code, refused.get_json()["field"]) == (422, "terms")
    [termbase] = client.get("/api/v1/termbases").get_json()["items"]
    assert client.delete(place).status_code == 204
    gone = client.delete(f"/api/v1/termbases/{termbase['id']}")
    assert gone.get_json() == {"concepts": 0}
