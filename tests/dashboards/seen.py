"""What a reader finds in a page: its elements as a small tree."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "img", "input", "br", "hr"})


@dataclass
class Node:
    """An element; text stands among the children as str."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the text inside, blanks joined."""
        return " ".join("".join(c if isinstance(c, str) else f" {c.text} " for c in self.children).split())

    @property
    def classes(self) -> set[str]:
        """Return the classes of the element."""
        return set(self.attrs.get("class", "").split())

    def walk(self) -> Iterator["Node"]:
        """Yield every element inside, in the order of the page."""
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def all(self, tag: str = "", cls: str = "") -> list["Node"]:
        """Return the elements inside with that tag and class."""
        return [n for n in self.walk() if (not tag or n.tag == tag) and (not cls or cls in n.classes)]

    def one(self, tag: str = "", cls: str = "") -> "Node":
        """Return the only such element."""
        (found,) = self.all(tag, cls)
        return found

    def said(self, tag: str = "", cls: str = "") -> str:
        """Return the text of such elements, "" when there is none."""
        return " ".join(n.text for n in self.all(tag, cls))

    def skeleton(self) -> list[tuple[str, ...]]:
        """Return tags and names of attributes in order: what no text may change."""
        return [(n.tag, *sorted(n.attrs)) for n in self.walk()]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def seen(html: str) -> Node:
    """Return the tree of a page; fail when an element is left open or closed twice."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.open == [builder.root], f"left open: {[n.tag for n in builder.open[1:]]}"
    return builder.root


def rows(page: Node) -> list[Node]:
    """Return the rows of the queue in a page."""
    return page.all("a", "fila")


def titles(page: Node) -> list[str]:
    """Return the titles of the rows of the queue in a page."""
    return [row.said(cls="titulo") for row in rows(page)]
