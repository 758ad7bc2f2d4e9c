"""What stands before the first element: harmless notes are read over, declarations are not (BI-046 to BI-052)."""

import pytest

from conflict.codebook import FetchOutcome
from tests.feeds.parse.conftest import Reader, item, rss, spent

NOTE = rss(item(), head="")
OPENED = '<?xml version="1.0" encoding="UTF-8"?>'

HARMLESS = {
    "markup in a comment": "<!-- hecho con <a href='x'>Motor</a> y <html> -->",
    "a per cent in a comment": "<!-- 100% boliviano -->",
    "an example of an entity in a comment": "<!-- nunca <!ENTITY aquí -->",
    "an escaped address of a style sheet": "<?xml-stylesheet type='text/xsl' href='/hoja%20clara.xsl'?>",
    "markup in an instruction": "<?motor <rss> ?>",
    "a comment that is never closed": "<!-- ",
    "BI-052 the DOCTYPE of RSS 0.91": '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
    '"http://my.netscape.com/publish/formats/rss-0.91.dtd">',
    "BI-052 a DOCTYPE that names nothing": "<!DOCTYPE rss>",
}


@pytest.mark.parametrize("head", HARMLESS.values(), ids=HARMLESS.keys())
def test_a_harmless_head_costs_no_note(read: Reader, head: str) -> None:
    parsed = read(OPENED + head + NOTE)
    assert (parsed.outcome, len(parsed.articles)) == (FetchOutcome.OK, 1)


LINES = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">\n' for n in range(9))
HOSTILE = {
    "BI-046 billion laughs, whole": '<!DOCTYPE r [<!ENTITY a "ja">' + LINES.replace("\n", "") + "]>",
    "BI-047 billion laughs, line by line": '<!DOCTYPE r [\n<!ENTITY a "ja">\n' + LINES + "]>",
    "BI-048 quadratic, on its own line": f'<!DOCTYPE r [\n<!ENTITY a "{"a" * 50_000}">\n]>',
    "BI-048 quadratic, of markup": f'<!DOCTYPE r [<!ENTITY a "<b>{"a" * 50_000}</b>">]>',
    "behind a comment with a root": '<!-- <rss> --><!DOCTYPE r [\n<!ENTITY a "ja">\n]>',
    "behind an instruction": '<?x <rss> ?><!DOCTYPE r [\n<!ENTITY a "ja">\n]>',
    "in small letters": '<!doctype r [\n<!entity a "ja">\n]>',
    "before the prolog": '<!DOCTYPE r [\n<!ENTITY a "ja">\n]>\n<?xml version="1.0"?>',
    "BI-050 a file": '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "BI-050 a public name": '<!DOCTYPE r [<!ENTITY a PUBLIC "x" "file:///proc/self/environ">]>',
    "BI-051 a DTD elsewhere": '<!DOCTYPE rss SYSTEM "http://malo.example/x.dtd">',
    "BI-051 a parameter": '<!DOCTYPE r [<!ENTITY % a SYSTEM "http://malo.example/x">%a;]>',
    "BI-051 the old DOCTYPE with a subset": '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
    '"http://my.netscape.com/rss-0.91.dtd" [<!ENTITY a "ja">]>',
}


@pytest.mark.parametrize("form", ["utf-8", "utf-16", "utf-8 declared utf-7"])
@pytest.mark.parametrize("head", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_head_that_declares_is_refused_within_a_second(read: Reader, head: str, form: str) -> None:
    encoding, _, said = form.partition(" declared ")
    document = f'<?xml version="1.0" encoding="{said or encoding}"?>' * (not head.endswith("?>")) + head
    document += rss(item(title="&j;&a;" * 3), head="")
    before = spent()
    parsed = read(document.encode(encoding))
    assert (parsed.outcome, parsed.articles) == (FetchOutcome.DTD_REFUSED, ())
    assert spent() - before < 1.0


def test_a_declaration_inside_the_document_declares_nothing(read: Reader) -> None:
    parsed = read(NOTE.replace("<channel>", '<!DOCTYPE r [\n<!ENTITY a "ja">\n]><channel>').replace("Nota", "&a;"))
    assert "ja" not in "".join(article.title for article in parsed.articles)


@pytest.mark.parametrize("opening", ["<!--", "<?", "<!DOCTYPE ", "<![CDATA[", "<!"])
def test_a_flood_of_openings_before_the_root_ends_in_time(read: Reader, opening: str) -> None:
    before = spent()
    read(OPENED + opening * 200_000 + NOTE)
    assert spent() - before < 3.0
