"""What is in the way of an article inside its own markup: cards that link to other articles."""

from lxml.html import HtmlElement

BLOCKS_OF_A_CARD = ("p", "div", "h2", "h3", "h4", "h5", "h6", "li", "figure")
# A longer link is an article that somebody forgot to close a link in.
LONGEST_CARD = 800
# A word or two in a paragraph may be links; two links and nothing else are a card that opens under the mouse.
FEWEST_LINKS, LINKED = 2, 0.9


def prune(tree: HtmlElement) -> None:
    """Take the cards out of a page, in place; the text around them stays."""
    for element in [*_linked_cards(tree), *_hovering_cards(tree)]:
        if element.getparent() is not None:
            element.drop_tree()


def _linked_cards(tree: HtmlElement) -> list[HtmlElement]:
    """Links around whole blocks."""
    return [
        link
        for link in tree.iter("a")
        if link.get("href")
        and len(link)
        and next(link.iter(*BLOCKS_OF_A_CARD), None) is not None
        and len(link.text_content()) <= LONGEST_CARD
    ]


def _hovering_cards(tree: HtmlElement) -> list[HtmlElement]:
    """The innermost spans of a paragraph that hold several links and no text beside them."""
    cards: list[HtmlElement] = []
    for paragraph in tree.iter("p"):
        outer = [span for span in paragraph.iter("span") if _is_card(span)]
        around = {parent for span in outer for parent in span.iterancestors("span")}
        cards += [span for span in outer if span not in around]
    return cards


def _is_card(span: HtmlElement) -> bool:
    links = list(span.iter("a"))
    if len(links) < FEWEST_LINKS:
        return False
    linked = sum(len("".join(link.itertext()).strip()) for link in links)
    return linked >= LINKED * len(" ".join(span.text_content().split()))
