"""News sitemaps: an address, a title and a date for each note, whatever pictures stand beside them."""

import pytest

from conflict.codebook import FetchOutcome, TimeQuality
from tests.feeds.parse.conftest import Reader

NAMES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
    'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"'
)
PICTURE = (
    "<image:image><image:loc>https://fotos.example/1.jpg</image:loc><image:title>Una foto</image:title></image:image>"
)
FILM = (
    "<video:video><video:title>Un video</video:title><video:publication_date>2001-01-01</video:publication_date>"
    "</video:video>"
)


def url(number: int = 1, *, beside: str = "", before: str = "", more: str = "") -> str:
    """Return one url of a news sitemap."""
    return (
        f"<url>{before}<loc>https://radio-cerro.example/nota/{number}</loc><lastmod>2026-11-20T12:00:00-04:00</lastmod>"
        "<news:news><news:publication><news:name>Radio Cerro</news:name><news:language>es</news:language>"
        "</news:publication><news:publication_date>2026-11-20T10:00:00-04:00</news:publication_date>"
        f"<news:title>Nota número {number}</news:title>{more}</news:news>{beside}</url>"
    )


def sitemap(*urls: str, names: str = NAMES) -> str:
    """Return a whole sitemap."""
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {names}>{"".join(urls)}</urlset>'


def test_a_note_has_its_address_title_date_and_key_words(read: Reader) -> None:
    parsed = read(sitemap(url(more="<news:keywords>paro, salud , paro</news:keywords>")))
    article = parsed.articles[0]
    assert (article.title, article.link) == ("Nota número 1", "https://radio-cerro.example/nota/1")
    assert article.published_at is not None
    assert (article.published_at.isoformat(), article.time_quality) == ("2026-11-20T14:00:00+00:00", TimeQuality.EXACT)
    assert (article.categories, parsed.outcome) == (("paro", "salud"), FetchOutcome.OK)


@pytest.mark.parametrize(
    "parts", [{"beside": PICTURE}, {"before": PICTURE}, {"beside": FILM}, {"before": FILM}, {"beside": PICTURE * 20}]
)
def test_pictures_and_films_are_not_the_note(read: Reader, parts: dict[str, str]) -> None:
    """BI-044: their addresses and titles are theirs."""
    assert read(sitemap(url(**parts))).articles == read(sitemap(url())).articles


def test_a_page_without_news_keeps_its_address_and_change_and_one_without_address_is_counted(read: Reader) -> None:
    bare = "<url><loc>https://radio-cerro.example/quienes-somos</loc><lastmod>2026-11-01</lastmod></url>"
    parsed = read(sitemap(bare, "<url><priority>1</priority></url>", url()))
    assert parsed.counts == {"leidas": 3, "sin_identidad": 1}
    assert [(a.title, a.published_text) for a in parsed.articles] == [
        ("", "2026-11-01"),
        ("Nota número 1", "2026-11-20T10:00:00-04:00"),
    ]


def test_of_three_thousand_urls_two_thousand_are_kept(read: Reader) -> None:
    """BI-057."""
    parsed = read(sitemap(*(url(n) for n in range(3_000))))
    assert parsed.counts == {"leidas": 3_000, "sobre_el_limite": 1_000}
    assert (len(parsed.articles), parsed.flags) == (2_000, ("recortado",))


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9, 0.995])
def test_a_cut_sitemap_keeps_its_whole_urls(read: Reader, share: float) -> None:
    """BI-062."""
    whole = sitemap(*(url(n) for n in range(10))).encode()
    cut = whole[: int(len(whole) * share)]
    parsed = read(cut)
    assert (parsed.outcome, len(parsed.articles)) == (FetchOutcome.DEGRADED, cut.count(b"</url>"))


@pytest.mark.parametrize(
    ("document", "outcome", "notes"),
    [
        (sitemap(), FetchOutcome.EMPTY, 0),
        (
            "<sitemapindex><sitemap><loc>https://x.example/1.xml</loc></sitemap></sitemapindex>",
            FetchOutcome.NOT_A_FEED,
            0,
        ),
        (sitemap(url(), names=""), FetchOutcome.OK, 1),
        (sitemap(url(1, more="<news:genres>a & b</news:genres>"), url(2)), FetchOutcome.OK, 2),
        (sitemap(url()).replace("número", "n&uacute;mero"), FetchOutcome.OK, 1),
        (sitemap(url(more="<news:genres>&LT;url>&noexiste;</news:genres>")), FetchOutcome.OK, 1),
    ],
    ids=[
        "empty",
        "an index",
        "BI-064 undeclared prefixes",
        "a bare ampersand",
        "a reference of web pages",
        "references of nobody",
    ],
)
def test_an_untidy_sitemap_means_what_it_can(read: Reader, document: str, outcome: FetchOutcome, notes: int) -> None:
    parsed = read(document)
    assert (parsed.outcome, [article.title for article in parsed.articles]) == (
        outcome,
        [f"Nota número {n + 1}" for n in range(notes)],
    )
