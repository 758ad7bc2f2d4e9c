"""What a browser with JavaScript tells of the queue that it holds when it sends a decision, as static/cola.js does."""

from dashboards.stepping import HELD
from tests.dashboards.seen import Node


def held(page: Node, gone: str) -> dict[str, str]:
    """Return the headers with which a page sends the form of one of its rows."""
    lines = [one for one in page.all("li") if one.attrs.get("id", "").startswith("l-")]
    (around,) = [one for one in page.all("div") if one.attrs.get("id") == "cola"]
    marks = [around, *(one for one in lines if one.attrs["id"] != f"l-{gone}")]
    return {"HX-Request": "true", HELD: " ".join([gone, *(one.attrs["data-tiene"] for one in marks)])}
