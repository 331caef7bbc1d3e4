"""Articles of our own, for tests of everything but the text engine."""

FERRY = """The island's only ferry will stop running at the end of the month, its owner said on Tuesday. \
About four hundred people live on the island and most of them work on the mainland.

The company has lost money on the line for six years and the county refused to raise its subsidy. \
"We carried the island as long as we could," said Marit Holm, who has run the firm since 2009. \
The county council will meet on Friday to look for another operator.

Teachers at the island school fear that families will move away before the winter. \
A petition for a public ferry had gathered three hundred names by the evening. \
The nearest bridge is forty kilometres to the north and closes in strong wind. \
Two firms from the mainland have asked to see the books, the council said.
"""

BAKERY = """A bakery in the old harbour has begun to heat its ovens with waste wood from the shipyard. \
The owners say that their gas bill has fallen by two thirds since the spring.

The yard used to pay a contractor to take the offcuts to the dump. \
Now two apprentices load them on a handcart every morning and push them across the quay. \
The city is looking at whether other workshops could do the same.
"""
