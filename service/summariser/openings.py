"""Which sentences cannot be understood without the one before: 'He', 'This', 'But' and their like."""

import re
from collections.abc import Sequence
from typing import Final

from service.summariser.document import Sentence

# First words that point back, in lower case: personal and demonstrative pronouns, and conjunctions
# and adverbs that take up what was just said. What is an article as often
# as a pronoun ('der', 'los', 'det', 'het', 'az') is left out.
_BACKWARD: Final = {
    "en": """i we my our he she it they him his her hers its their theirs them this that these those such both
        neither either another others but and or so yet nor however therefore thus hence moreover
        furthermore nevertheless nonetheless meanwhile instead otherwise besides consequently accordingly
        similarly likewise additionally also then still afterwards afterward thereafter indeed too there""",
    "de": """er sie es ihn ihm ihnen ihr ihre ihrer ihren ihrem sein seine seiner seinen seinem dieser diese
        dieses diesen diesem jener jene jenes solche beide aber und oder doch denn dennoch jedoch allerdings
        deshalb daher darum deswegen außerdem zudem ferner trotzdem dabei dadurch dafür dagegen daraufhin
        danach dazu damit darauf davon daran dort dann so auch stattdessen hingegen indes dies gleichwohl""",
    "fr": """il elle ils elles lui leur leurs son sa ses ce cet cette ces cela ceci ça celui celle ceux celles
        mais et ou donc or car cependant toutefois néanmoins pourtant ainsi alors puis ensuite enfin aussi
        outre certes lequel laquelle c'est c'était""",
    "es": """él ella ellos ellas ello este esta esto estos estas ese esa eso esos esas aquel aquella su sus ambos
        pero y e o sino aunque así entonces luego además también tampoco embargo mientras asimismo""",
    "pt": """ele ela eles elas este esta isto estes estas esse essa isso esses essas aquele aquela seu sua seus
        suas dele dela ambos mas e ou porém contudo entretanto todavia assim então logo portanto além também
        tampouco já ainda lá""",
    "it": """egli lui lei esso essa essi loro questo questa questi queste quello quella quelli ciò suo sua suoi
        sue entrambi ma e o però tuttavia quindi dunque infatti inoltre così allora poi anche eppure perciò""",
    "nl": """hij zij ze hem haar hun zijn deze dit die dat beide maar en of want toch echter daarom daardoor dus
        bovendien ook daarna daarbij toen dan zo niettemin""",
    "sv": """han hon honom henne hans hennes deras denna detta dessa båda men och eller dock därför också
        dessutom sedan då så däremot ändå""",
    "no": """han hun ham henne hans hennes deres denne dette disse begge men og eller likevel derfor også
        dessuten så da deretter derimot imidlertid""",
    "da": """han hun ham hende hans hendes deres denne dette disse begge men og eller dog derfor også desuden så
        da derefter derimot alligevel imidlertid""",
    "fi": """hän he se ne tämä nämä tuo hänen heidän sen niiden mutta ja tai kuitenkin siksi lisäksi myös sitten
        silti""",
    "cs": """on ona ono oni jeho její jejich ten ta to ti tento tato toto tyto ale a i nebo však proto také navíc
        pak potom přesto tedy""",
    "sk": """on ona ono oni jeho jej ich ten tá to tí tento táto toto títo ale a i alebo však preto tiež navyše
        potom napriek teda""",
    "pl": """on ona ono oni one jego jej ich ten ta to ci te ale a i lub jednak dlatego też także ponadto potem
        natomiast zatem więc""",
    "ru": """он она оно они его её ее их это этот эта эти тот та те такой но а и или однако поэтому также кроме
        затем потом тем при зато""",
    "uk": """він вона воно вони його її їх це цей ця ці той та ті такий але а і й або однак проте тому також крім
        потім тим зате""",
    "el": "αυτός αυτή αυτό αυτοί αυτές αυτά ο ίδιος όμως αλλά και ή ωστόσο επίσης έτσι τότε επομένως",
    "ro": "el ea ei ele acesta aceasta aceștia acestea dar și sau însă totuși deci astfel apoi iar",
    "hu": "ő ők ez ezek azok de és vagy azonban ezért így tehát továbbá viszont",
}
_WORDS: Final = {language: frozenset(words.split()) for language, words in _BACKWARD.items()}

# Two words that point back although the first alone does not.
_PHRASES: Final = {
    "en": re.compile(
        r"(?:in (?:addition|contrast|turn|fact|response|doing so)|as a result|for (?:example|instance)|by contrast"
        r"|on the other hand|at the same time|because of (?:this|that)|after (?:this|that)|even so"
        r"|the (?:latter|former)|among them|in (?:this|that|these|those)"
        r"|(?:[a-z]+ )?of (?:these|those|them)|(?:[a-z]+ ){1,2}(?:minute|hour|day|week|month|year|decade)s? later)\b"
    ),
    "de": re.compile(
        r"(?:zum beispiel|aus diesem|im gegensatz|in dies\w+|nach dies\w+|bei dies\w+|im gegenzug"
        r"|das (?:ist|sei|war|wäre|wird|hat|habe|gilt|geht|ging|sagte|teilte|berichtet\w*|bestätigte|erklärte"
        r"|betonte|gab|kündigte|ergab|zeigt|bedeutet|heißt|soll|sollte|kann|könne|müsse|liegt|reicht\w*))\b"
    ),
    "fr": re.compile(
        r"(?:en (?:effet|outre|revanche|fait)|par (?:exemple|ailleurs|contre)|de plus|c['’]est|d['’]ailleurs)\b"
    ),
    "es": re.compile(
        r"(?:sin embargo|por (?:eso|ello|tanto|otra parte|ejemplo)|no obstante|de hecho|en cambio|a pesar de)\b"
    ),
    "pt": re.compile(r"(?:no entanto|por (?:isso|exemplo|outro lado)|além d\w+|de fato|em seguida|apesar d\w+)\b"),
    "it": re.compile(r"(?:per (?:questo|esempio)|d['’]altra parte|in (?:effetti|seguito)|di conseguenza)\b"),
}
# 'There were' and 'Il y a' point nowhere. (Nor does every 'It is', but to tell which would take a parser.)
_EXPLETIVES: Final = {
    "en": re.compile(
        r"(?:there (?:is|are|was|were|has|have|will)\b|both [^,.]{1,60} and\b|either [^,.]{1,60} or\b|such as\b"
        r"|neither [^,.]{1,60} nor\b|so far\b|so-called\b|those who\b)"
    ),
    "de": re.compile(r"(?:es (?:gibt|gab|ist .{0,50}, (?:dass|zu)|war .{0,50}, (?:dass|zu)))\b|so (?:viele|lange)\b"),
    "fr": re.compile(
        r"(?:il (?:y a|y avait|s'agit|faut|est .{0,40} (?:que|de))|aussi bien|cette (?:année|semaine|nuit)"
        r"|ce (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|soir|mois))\b"
    ),
}
# '“…,” he said.' needs to have said who he is.
_SPEAKERS: Final = {
    "en": re.compile(r"[\"”’]\s*(?:(?:he|she|they)\s+\w+|\w+\s+(?:he|she|they))(?:\s\w+){0,2}\.?$", re.IGNORECASE),
    "de": re.compile(r"[\"“«‘],?\s*\w+\s+(?:er|sie)(?:\s\w+){0,2}\.?$", re.IGNORECASE),
    "fr": re.compile(r"[\"»”],?\s*(?:a-t-(?:il|elle)\s+\w+|\w+-t?-?(?:il|elle)s?)(?:\s\w+){0,2}\.?$", re.IGNORECASE),
}
# 'On Friday she told the court …': what stands before the pronoun names nobody.
_NAMELESS: Final = {
    "en": re.compile(
        r"(?:At|During|Earlier|In|Last|On)(?: (?:[A-Z][a-z]+day|January|February|March|April|May|June|July|August"
        r"|September|October|November|December|[a-z\d]+)){1,6},? (?:he|she|they)\b"
    ),
}
_LEADING_MARKS = " \t\"'“”„«»‘’‚‹›([{—–-•*…¿¡"
_FIRST = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def pointing_back(sentences: Sequence[Sentence], language: str) -> tuple[bool, ...]:
    """Of each sentence, whether it opens, or ends, with a word that the sentence before must explain.

    So may the first sentence, though nothing stands before it. For a language
    without a list none points back.
    """
    backward = _WORDS.get(language, frozenset())
    return tuple(_points_back(sentence.text, backward, language) for sentence in sentences)


def _points_back(text: str, backward: frozenset[str], language: str) -> bool:
    begin = text.lstrip(_LEADING_MARKS)[:120]
    opening = begin.lower()
    first = _FIRST.match(opening)
    speaker, nameless = _SPEAKERS.get(language), _NAMELESS.get(language)
    if (speaker is not None and speaker.search(text[-60:])) or (nameless is not None and nameless.match(begin)):
        return True
    if first is None:
        return False
    word = first[0].replace("’", "'")
    if word in backward or word.partition("'")[0] in backward:
        expletive = _EXPLETIVES.get(language)
        return expletive is None or expletive.match(opening) is None
    phrase = _PHRASES.get(language)
    return phrase is not None and phrase.match(opening) is not None
