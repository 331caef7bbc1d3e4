from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nltk.stem.snowball
import pytest
import sumy
from hypothesis import given
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from sumy.nlp.stemmers import Stemmer
from sumy.utils import get_stop_words

from service.errors import UnsupportedLanguageError
from service.summariser.language import LANGUAGES, Identified, _identifier, find, identify, preload

BY_NAME = {language.name.lower(): language for language in LANGUAGES.values()}

SENTENCES = {
    "cs": "Městská rada včera schválila nový rozpočet a opravu mostu přes řeku.",
    "da": "Kommunen vedtog i går et nyt budget og en istandsættelse af broen, selv om det regnede.",
    "de": "Der Stadtrat hat gestern den neuen Haushalt und die Sanierung der Brücke beschlossen.",
    "el": "Το δημοτικό συμβούλιο ενέκρινε χθες τον νέο προϋπολογισμό και την επισκευή της γέφυρας.",
    "en": "The council approved the new budget yesterday, and the repair of the bridge over the river.",
    "es": "El ayuntamiento aprobó ayer el nuevo presupuesto y la reparación del puente sobre el río.",
    "fi": "Kaupunginvaltuusto hyväksyi eilen uuden talousarvion ja joen yli kulkevan sillan korjauksen.",
    "fr": "Le conseil municipal a approuvé hier le nouveau budget et la réparation du pont.",
    "he": "מועצת העיר אישרה אתמול את התקציב החדש ואת תיקון הגשר מעל הנהר.",
    "hu": "A városi tanács tegnap elfogadta az új költségvetést és a folyón átívelő híd felújítását.",
    "it": "Il consiglio comunale ha approvato ieri il nuovo bilancio e la riparazione del ponte.",
    "ja": "市議会は昨日、新しい予算と川に架かる橋の修理を承認した。",
    "ko": "시의회는 어제 새 예산과 강을 가로지르는 다리의 수리를 승인했다.",
    "nl": "De gemeenteraad heeft gisteren de nieuwe begroting en het herstel van de brug goedgekeurd.",
    "no": "Kommunestyret vedtok i går et nytt budsjett og reparasjon av brua over elva, sier ordføreren.",
    "pl": "Rada miasta przyjęła wczoraj nowy budżet i zgodziła się na remont mostu przez rzekę.",
    "pt": "A câmara municipal aprovou ontem o novo orçamento e a reparação da ponte sobre o rio.",
    "ro": "Consiliul local a aprobat ieri noul buget și repararea podului peste râu.",
    "ru": "Городской совет вчера утвердил новый бюджет и ремонт моста через реку.",
    "sk": "Mestské zastupiteľstvo včera schválilo nový rozpočet a opravu mosta cez rieku.",
    "sv": "Kommunfullmäktige antog i går en ny budget och beslutade att laga bron över älven.",
    "th": "สภาเมืองอนุมัติงบประมาณใหม่และการซ่อมแซมสะพานข้ามแม่น้ำเมื่อวานนี้",
    "uk": "Міська рада вчора затвердила новий бюджет і ремонт мосту через річку.",
    "zh": "市议会昨天批准了新的预算和跨河大桥的维修工程。",
    "ar": "وافق مجلس المدينة أمس على الميزانية الجديدة وعلى إصلاح الجسر فوق النهر.",
}


def test_every_language_that_sumy_has_stop_words_for_is_listed():
    folder = Path(sumy.__file__).parent / "data" / "stopwords"

    for file in folder.glob("*.txt"):
        assert BY_NAME[file.stem].stop_words


def test_every_language_that_sumy_has_a_stemmer_for_is_listed():
    snowball = {
        name.removesuffix("Stemmer").lower()
        for name in dir(nltk.stem.snowball)
        if name.endswith("Stemmer") and not name.startswith("_")
    }

    assert (snowball - {"porter", "snowball"}) | set(Stemmer.SPECIAL_STEMMERS) <= set(BY_NAME)


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.name)
def test_what_is_said_to_be_there_works_in_sumy(language):
    if language.stemmer:
        assert Stemmer(language.name.lower())("bridges")
    if language.stop_words:
        assert get_stop_words(language.name.lower())


def test_a_language_without_its_optional_part_names_the_extra():
    for language in LANGUAGES.values():
        assert language.available or language.extra == language.name.lower()


def test_the_languages_cannot_be_changed():
    with pytest.raises(TypeError):
        LANGUAGES["xx"] = LANGUAGES["en"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("English", "en"),
        ("gERMAN", "de"),
        (" french ", "fr"),
        ("pt-BR", "pt"),
        ("zh_Hans_CN", "zh"),
        ("nb", "no"),
        ("nn-NO", "no"),
        ("Greek", "el"),
    ],
)
def test_a_language_is_found_by_code_and_by_name(said, code):
    assert find(said).code == code


@pytest.mark.parametrize("said", ["", "-", "xx", "Klingon", "e n", "english language"])
def test_an_unknown_language_is_an_error_that_repeats_it(said):
    with pytest.raises(UnsupportedLanguageError, match=f"'{said}'"):
        find(said)


@pytest.mark.parametrize(("code", "sentence"), SENTENCES.items())
def test_one_sentence_is_enough_to_tell_its_language(code, sentence):
    identified = identify(sentence)

    assert identified.code == code
    assert identified.confidence > 0.5


def test_every_language_on_offer_is_told_in_these_tests():
    assert set(SENTENCES) == set(LANGUAGES)


@pytest.mark.parametrize(
    "text", ["", "   ", "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂", "12. 11. 2026 – 14:30", "Too short.", "\ud800" * 40]
)
def test_a_text_with_hardly_a_letter_is_english_without_confidence(text):
    assert identify(text) == Identified("en", 0.0)


def test_a_language_that_is_not_offered_gets_no_confidence():
    turkish = "Belediye meclisi dün yeni bütçeyi ve nehrin üzerindeki köprünün onarımını onayladı."

    assert identify(turkish).confidence < 0.5


def test_shouting_does_not_hide_the_language():
    assert identify(SENTENCES["de"].upper()).code == "de"


def test_a_long_text_is_judged_by_its_body_and_not_by_its_menu():
    menu = "Home News Sport Culture Login Subscribe\n"

    assert identify(menu + SENTENCES["pl"] * 500).code == "pl"


def test_threads_agree():
    preload()
    texts = list(SENTENCES.values()) * 8

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(identify, texts)) == [identify(text) for text in texts]


@given(st.text(st.characters(), max_size=2000))
def test_any_text_gets_a_language_on_offer_and_always_the_same(text):
    identified = identify(text)

    assert identified.code in LANGUAGES
    assert 0.0 <= identified.confidence <= 1.0
    assert identify(text) == identified


@pytest.mark.parametrize("text", [*SENTENCES.values(), "1 2 3", "ÅRSMØTE", "Lone \ud83d surrogate", "日本"])
def test_the_likelihoods_are_those_of_the_library(text):
    ours, librarys = _identifier().likelihoods(text), dict(_identifier().rank(text))

    assert ours == pytest.approx(librarys)


def test_the_table_is_that_of_the_library():
    library = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    library.set_languages(_identifier().nb_classes)

    for text in SENTENCES.values():
        assert _identifier().likelihoods(text) == pytest.approx(dict(library.rank(text)), abs=1e-3)
