"""How large and how intricate a page or a file may be; ``GET /limits`` tells them."""

# Starts, ends, comments and scripts are tags here. The most met on 72 pages of news and blogs: 1,680 elements, 31 deep,
# 64 attributes. The parser itself gives up at a depth of 256.
MOST_TAGS, DEEPEST, MOST_ATTRIBUTES = 200_000, 100, 1_000
MOST_PAGES = 200  # of a PDF
# Of a docx file, unpacked. A book of 300 pages has some 6 MB of XML in 40 parts.
MOST_XML_BYTES, MOST_PARTS = 16_000_000, 2_000
PARAGRAPHS_A_SENTENCE = 2  # a page has menus and forms around its article; more of them is no article
