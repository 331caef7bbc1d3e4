"""How large and how intricate a page or a file may be; ``GET /limits`` tells them."""

# Starts, ends, comments and scripts are tags here. The most met on 72 pages of news and blogs: 1,680 elements, 31 deep,
# 64 attributes. The parser itself gives up at a depth of 256.
MOST_TAGS, DEEPEST, MOST_ATTRIBUTES = 200_000, 100, 1_000
MOST_PAGES = 200  # of a PDF
MOST_XML_BYTES = 16_000_000  # of a docx file, unpacked
