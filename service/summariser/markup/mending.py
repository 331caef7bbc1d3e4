"""Repairs to a page before its article is looked for: cards taken out, broken lines made paragraphs."""

from lxml import html
from lxml.html import HtmlElement

from service.summariser.markup.rendering import BLOCKS

BLOCKS_OF_A_CARD = ("p", "div", "h2", "h3", "h4", "h5", "h6", "li", "figure")
# A longer link is an article that somebody forgot to close a link in.
LONGEST_CARD = 800
# A word or two in a paragraph may be links; two links and nothing else are a card that opens under the mouse.
FEWEST_LINKS, LINKED = 2, 0.9


# So much bare text and so many breaks, and a block is an article whose paragraphs are parted by <br><br>.
MUCH_TEXT, FEWEST_BREAKS = 300, 3


def mend(tree: HtmlElement) -> None:
    """Make a page easier to read, in place; no text of an article is lost."""
    for element in [*_linked_cards(tree), *_hovering_cards(tree)]:
        if element.getparent() is not None:
            element.drop_tree()
    for block in list(tree.iter("div", "td", "section", "article", "main")):
        if _is_broken(block):
            _make_paragraphs(block)


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


def _is_broken(block: HtmlElement) -> bool:
    breaks = [child for child in block if child.tag == "br"]
    if len(breaks) < FEWEST_BREAKS:
        return False
    bare = [block.text, *(child.tail for child in block)]
    return sum(len(text.strip()) for text in bare if text) >= MUCH_TEXT


def _make_paragraphs(block: HtmlElement) -> None:
    """Wrap what stands between two blocks, or two breaks and more, as a paragraph."""
    children, run = list(block), html.Element("p")
    run.text, block.text = block.text, None
    for child in children:
        block.remove(child)
    for child in children:
        if child.tag in BLOCKS:
            tail, child.tail = child.tail, None
            block.extend([run, child])
            run = html.Element("p")
            run.text = tail
        elif child.tag == "br" and len(run) and run[-1].tag == "br" and not (run[-1].tail or "").strip():
            run.remove(run[-1])
            block.append(run)
            run = html.Element("p")
            run.text = child.tail
        else:
            run.append(child)
    block.append(run)
    for empty in [part for part in block if part.tag == "p" and not len(part) and not (part.text or "").strip()]:
        block.remove(empty)
