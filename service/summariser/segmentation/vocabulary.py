"""What each language writes with a full stop that ends nothing, and the words its sentences begin with.

Abbreviations stand without their last full stop and in lower case. Four kinds:

- *leading*: more must follow, whatever it is ('Dr.', 'e.g.', 'bzw.');
- *counting*: a number or a name in capitals must follow, else it is a word or an end ('No. 10', 'art. 5');
- *closing*: may well stand last, so that only the next word tells ('Inc.', 'a.m.');
- *trailing*: seldom stand before a name, so that any capital after them begins a sentence ('etc.').
"""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language that decide what a full stop means; all in lower case.

    ``openers`` are words that seldom stand in the middle of a sentence with a
    capital: articles, pronouns, conjunctions. ``ordinals`` says that '3.' means
    'third'. ``saying`` are the verbs, and the pronouns beside them, of which a
    bare attribution is made ('He stated.'). ``shortened`` is all four kinds together.
    """

    leading: frozenset[str]
    counting: frozenset[str]
    closing: frozenset[str]
    trailing: frozenset[str]
    shortened: frozenset[str]
    openers: frozenset[str]
    saying: frozenset[str]
    speakers: frozenset[str]
    ordinals: bool = False
    semicolon_asks: bool = False
    spaced_quotes: bool = False


# Words of any Latin script: titles, companies, references. Seen in news of every language.
_LATIN_LEADING = "dr prof mr mrs ms st vs cf ca fig mt"
_LATIN_COUNTING = "no nr p pp vol art op cap n° nº min max tel"
_LATIN_CLOSING = "co inc ltd corp jr sr bros llc plc al"
_LATIN_TRAILING = "etc"

_LEADING = {
    "en": """messrs mmes fr supt insp det cmdr cmdt adm maj cpl pvt brig atty dist ft e.g i.e viz approx
        esp incl est ph.d.s rt drs profs gens sens reps govs asst assoc dept univ mfg intl natl fwd v sgt
        lt col gen capt rev hon gov sen rep pres""",
    "de": """bzw z.b d.h u.a o.ä s.o s.u vgl evtl ggf inkl exkl sog usf gem lt ehem geb gest verh bspw insb
        etw allg amtl hl hr fr frl dipl ing dipl-ing med jur phil rer nat habil str z.t z.zt i.d.r i.a m.e
        v.a u.u o.g a.d i.e.s abk engl franz frz griech lat ital russ dt span amer österr schweiz urspr
        wiss zw zus dergl ges hrsg mag st sankt i.v rd zzgl abzgl bes betr div eigtl einschl entspr erg ff
        gegr jew kath evang näml""",
    "fr": """m mm mme mlle mgr me dr pr prof st ste env av boul bd éd trad cf p.ex c.-à-d adj lt cdt gal
        col resp ms""",
    "es": """sr sra srta srs sres dr dra d dª dn dña prof lic ing arq gral cnel tte mons ud uds vd vds av
        avda c pza ptda dpto depto aprox ej p.ej p.e ee ee.uu admón fr hno hna hnos sto sta excmo excma
        ilmo ilma rvdo a.c d.c vid v.gr cta núm núms pág págs""",
    "pt": """sr sra srta srs sras dr dra drs d dª prof profa eng enga arq gen cel cap ten sgt maj alm av r
        pça p.ex aprox ref exmo exma ilmo pe fr sto sta dep sen gov pres apto ap a.c d.c""",
    "it": """sig sigg sigra sig.ra sig.na sig.re dott dott.ssa dr prof prof.ssa ing avv arch geom rag on
        sen cav comm gen col cap ten mar s ss d p.es es cfr ecc.ma mons card pres dir v.le p.zza c.so ca r
        d.l d.lgs lett cit""",
    "cs": """např tzv tj tzn mj resp popř příp ing mgr bc mudr judr phdr rndr paeddr mvdr thdr prof doc dr
        csc drsc ph.d th.d sv st ml gen plk pplk kpt mjr npor por nprap prap ppor p ul nám tř nábř zvl
        srov viz cca odd red inž akad čs sev záp vých ang angl něm fr lat řec""",
    "sk": """napr tzv t.j tj t.z tzn resp príp popr ing mgr bc mudr judr phdr rndr paeddr mvdr prof doc dr
        csc drsc ph.d sv st ml gen plk pplk kpt mjr npor por ul nám tr cca pán zv angl nem lat""",
    "pl": """np tzw tj tzn m.in prof dr hab inż mgr lek med doc ks św bł o s br gen płk ppłk kpt mjr ppor
        sierż plut insp nadkom kom asp abp bp kard ul pl os pt jw zob por ok ang niem fr łac gr ros wł zw
        zwł pn płn płd wsch zach red tłum wyd woj pow gm śp ww hr adw sp z podkom st""",
    "el": """π.χ δηλ βλ κ κα κος κυρ δρ καθ λ.χ πρβλ αγ αρχ αντ στρ ταξ λεωφ οδ πλ μτφρ επιμ εκδ αρ χρ σ σσ
        σελ τ τομ κεφ παρ εδ άρθρ φ""",
    "ru": """т.е т.н т.к т.д.и напр г.г гр тов проф акад доц канд д.м к.т ген полк подп кап лейт сер ред
        изд пер сост ул пр просп пл наб бул д кв стр корп обл р-н пос дер с св о англ нем фр лат греч ит
        исп яп укр белор рус ср см т.наз тж юр физ хим мат мед букв прим ок зам зав нач м г-н г-жа""",
    "uk": """т.зв т.з напр ім тов проф акад доц канд ген полк підп кап лейт ред вид пер упоряд вул просп пл
        бул пров буд кв корп обл р-н смт с м св о англ нім фр лат грец іт ісп пол рос укр пор див тзв приб
        прим ст бл зам зав нач п д-р гр""",
    "nl": """dhr mevr mw mej drs ir ing mr dr prof bijv b.v d.w.z o.a m.b.t i.v.m t.o.v t.a.v nl resp ca st
        jhr ds gen kol kap lt incl excl zgn m.n d.m.v i.p.v o.l.v z.o.z n.a.v e.d""",
    "sv": """t.ex bl.a dvs d.v.s s.k f.d resp ca kl fr.o.m t.o.m m.a.o st dr prof ing inkl exkl ev ung jfr
        fil gen kapt""",
    "da": "f.eks bl.a dvs d.v.s ca kl pga ifm iht dr prof hr fr st inkl ekskl jf evt hhv mht vedr",
    "no": "f.eks bl.a dvs d.v.s ca kl pga ifm dr prof hr fr st inkl ekskl jf evt hhv mht vedr",
    "fi": "esim ns mm ts ko em tri prof fil toht maist ent os mahd huom vrt ks n puh",
    "hu": "pl ún ill dr prof ifj id özv gr br szt st ui uo vö ti kb ált bp",
    "ro": """dl dna d-na dle dr prof ing av acad lt col gen cpt mr sf str bd bl sc ap nr ex de.ex cca pr
        art alin lit jud com""",
}

_COUNTING = {
    "en": "nos jan feb mar apr jun jul aug sep sept oct nov dec ch sec fl pt para col ver art",
    "de": """s abs kap bd bde nrn anm abb tab ziff art aufl jh jhd mio mrd tsd hft heft jg jan feb apr jun
        jul aug sept okt nov dez""",
    "fr": "n nos chap al vol t fig fol ann janv févr avr juil sept oct nov déc",
    "es": "n núm nº nros cap t vol fig pp ene feb abr jun jul ago sep sept oct nov dic",
    "pt": "n nº núm cap inc par pág págs fl fls vol fig jan fev mar abr mai jun jul ago set out nov dez",
    "it": "n nn v att pag pagg cap vol tav fig lett gen feb mar apr giu lug ago set ott nov dic",
    "cs": "č čís s str odst písm obr tab kap l čl § r roč",
    "sk": "č čís s str ods písm obr tab kap čl r",
    "pl": "nr nry str s poz ust pkt lit rys tab rozdz godz t art par dz",
    "el": "αρ αριθ σελ τ τόμ κεφ παρ άρθρ",
    "ru": "№ стр с гл рис табл п пп ст т ч разд",
    "uk": "№ стор с гл рис табл п пп ст т ч розд ч",
    "nl": "nr nrs blz p hfst afb tab art",
    "sv": "nr s sid kap fig tab",
    "da": "nr s kap fig tab stk",
    "no": "nr s kap fig tab",
    "fi": "nro s luku kuva",
    "hu": "sz old fej",
    "ro": "nr pag cap vol fig",
}

_CLOSING = {
    "en": "a.m p.m u.s u.k u.n u.s.a e.u d.c b.c a.d ph.d m.d esq ave blvd rd hwy lbs oz hr hrs",
    "de": "usw u.a.m etc o.ä dgl u.dgl u.s.w str jh jhd mio mrd gmbh a.g e.v v.chr n.chr",
    "fr": "av j.-c apr s.a",
    "es": "s.a s.l ee.uu eeuu uu a.c d.c a.m p.m cía j.c c.f kg km",
    "pt": "s.a ltda cia a.c d.c j.c",
    "it": "s.p.a s.r.l a.c d.c",
    "cs": "r a.s s.r.o o.s v.o.s př.n.l n.l",
    "sk": "a.s s.r.o r n.l a.p",
    "pl": "w wiek n.e p.n.e sp.z.o.o im r",
    "el": "μ.χ π.μ μ.μ α.ε ο.ε ε.ε η.π.α χιλ εκατ χλμ χμ ευρ δρχ δισ",
    "ru": "г гг в вв тыс млн млрд чел р мин сек ч км кг м и.о см им н.э",
    "uk": "р рр ст тис млн млрд н.е осіб год хв км кг м в вв крб дол",
    "nl": "e.d e.a n.v b.v v.chr n.chr jl",
    "sv": "m.m mfl m.fl f.kr e.kr",
    "da": "m.m mv m.v mfl m.fl a/s f.kr e.kr",
    "no": "m.m mv m.v mfl m.fl f.kr e.kr",
    "fi": "ym yms eaa jaa oy",
    "hu": "kft rt nyrt zrt",
    "ro": "s.a s.r.l î.hr d.hr",
}

_TRAILING = {
    "it": "ecc",
    "cs": "l apod atd aj kč hod sek min mil mld tis",
    "sk": "l apod atď a.i hod min tis mil mld",
    "pl": "itd itp zł gr proc godz mln mld tys cd br ub s.a",
    "el": "κ.λπ κλπ κ.ά κ.α κ.τ.λ κτλ κ.ο.κ",
    "ru": "т.д т.п д п э др пр руб коп",
    "uk": "т.д т.п д п е т.ін ін грн коп",
    "nl": "enz",
    "sv": "osv o.s.v",
    "da": "osv o.s.v",
    "no": "osv o.s.v",
    "fi": "jne",
    "hu": "stb",
    "ro": "ș.a ș.a.m.d",
}

_OPENERS = {
    "en": """the a an this that these those he she it they we i you his her its their our my your there
        here what who when where why how which while although though if but and or so yet nor for in on at
        by with from after before during since until as because despite under over into about between
        among through without within however meanwhile moreover furthermore also then now today yesterday
        some many most several all both each every no not one two another other such only even just still
        according once is are was were do does did will would can could should may might has have had let
        please perhaps maybe later earlier last next to mr mrs ms""",
    "de": """der die das den dem des ein eine einen einem einer er sie es wir ich ihr man dieser diese
        dieses diesen diesem jener jene in im an am auf aus bei beim mit nach von vom vor zu zum zur für
        über unter durch gegen ohne um und oder aber denn doch sondern wenn weil obwohl als wie was wer wo
        warum wann dass nachdem bevor während seit auch nur noch schon so da dann dort hier jetzt heute
        gestern danach dabei dazu dies zudem außerdem allerdings jedoch trotzdem deshalb daher sein seine
        ihre unser alle viele einige mehrere kein keine ist sind war waren hat haben wird werden kann
        nicht bis laut damit weitere später unsere unserer""",
    "fr": """le la les l un une des il elle ils elles on nous vous je j ce c cet cette ces son sa ses leur leurs notre
        mon ma mes mais et ou or donc car ni si quand lorsque comme pour par dans en sur sous avec sans chez entre
        vers depuis pendant après avant selon malgré à au aux de du d qui que qu quoi où comment pourquoi quel quelle
        aussi ainsi alors puis enfin ensuite cependant toutefois néanmoins pourtant tout tous toutes plusieurs
        certains aucun autre deux trois ne n y""",
    "es": """el la los las un una unos unas él ella ellos ellas yo tú nosotros este esta esto estos estas ese esa
        eso esos aquel su sus mi mis se lo le les me nos y e o u pero sino mas si cuando mientras como donde quien
        que qué cómo cuándo dónde por para con sin en de del desde hasta sobre entre tras ante según durante a al
        también además así entonces luego después antes ahora hoy ayer no ya hay es son fue fueron ha han todo todos
        toda todas muchos algunos otro otra cada ambos aunque porque sin embargo según dos""",
    "pt": """o a os as um uma uns umas ele ela eles elas eu nós você vocês este esta isto estes estas esse essa isso
        esses aquele aquela seu sua seus suas se me lhe e ou mas porém contudo quando enquanto como onde quem que por
        para com sem em no na nos nas num numa de do da dos das desde até sobre entre após ante segundo durante ao à
        aos às também além assim então depois antes agora hoje ontem não já há é são foi foram tem têm todo todos
        toda todas muitos alguns outro outra cada ambos embora porque dois pelo pela""",
    "it": """il lo la i gli le l un uno una egli lui lei loro essi io noi voi questo questa questi queste quello quella
        quelli suo sua suoi sue loro si ci e ed o ma però se quando mentre come dove chi che cosa perché per con senza
        in nel nella nei nelle nell di del della dei delle dell da dal dalla dai su sul sulla tra fra dopo prima
        durante secondo a al alla ai alle all anche inoltre così allora poi adesso ora oggi ieri non già è sono era
        erano ha hanno tutto tutti tutte molti alcuni altro altri ogni due tuttavia infatti quindi""",
    "cs": """ten ta to ti ty tento tato toto tyto on ona ono oni já my vy jeho její jejich svůj který která co kdo kdy
        kde jak proč když pokud jestli protože aby ale a i nebo však v ve na za do od pro po při před pod nad mezi
        podle bez během kvůli díky z ze s se si k ke o u také navíc tak pak potom potom teď nyní dnes včera už již
        ještě jen je jsou byl byla bylo byli není má mají všichni všechny mnoho několik další jiný každý jeden dva
        nicméně ovšem přitom zatímco přestože""",
    "sk": """ten tá to tí tie tento táto toto títo on ona ono oni ja my vy jeho jej ich ktorý čo kto kedy kde ako prečo
        keď ak pretože aby ale a i alebo však v vo na za do od pre po pri pred pod nad medzi podľa bez počas kvôli
        vďaka z zo s so sa si k ku o u tiež navyše tak potom teraz dnes včera už ešte len je sú bol bola bolo nie má
        majú všetci mnoho niekoľko ďalší iný každý jeden dva""",
    "pl": """ten ta to ci te on ona ono oni one ja my wy jego jej ich swój który która co kto kiedy gdzie jak dlaczego
        gdy jeśli jeżeli ponieważ bo żeby aby ale a i lub albo jednak w we na za do od dla po przy przed pod nad
        między według bez podczas przez dzięki z ze u o także też ponadto tak potem następnie teraz dziś wczoraj już
        jeszcze tylko jest są był była było byli nie ma mają wszyscy wiele kilka inny każdy jeden dwa natomiast
        zaś choć mimo oraz czy tam tu tym tego""",
    "el": """ο η το οι τα τον την των του της τους τις ένας μια μία ένα αυτός αυτή αυτό αυτοί αυτά εκείνος εγώ εσύ
        εμείς που ποιος τι πότε πού πώς γιατί όταν αν εάν επειδή διότι ώστε αλλά και κι ή όμως ωστόσο σε στο στη στην
        στον στα στις στους από για με χωρίς κατά μετά πριν προς ως μέχρι παρά επίσης ακόμη έτσι τότε τώρα σήμερα
        χθες δεν μη μην θα να είναι ήταν έχει έχουν όλοι πολλοί μερικοί άλλος κάθε δύο σύμφωνα ενώ όπως""",
    "ru": """он она оно они я мы вы ты это этот эта эти тот та те его её ее их свой который что кто когда где как
        почему если потому чтобы но а и или однако в во на за до от для по при перед под над между без через из с со
        к ко о об у также тоже кроме так потом затем теперь сейчас сегодня вчера уже еще ещё только не нет был была
        было были есть все всё многие несколько другой каждый один два после согласно хотя ни здесь там тогда""",
    "uk": """він вона воно вони я ми ви ти це цей ця ці той та те ті його її їх їхній свій який що хто коли де як чому
        якщо бо тому щоб але а й і або проте однак в у на за до від для по при перед під над між без через з із зі зо
        к о об також теж крім так потім тепер зараз сьогодні вчора вже ще лише тільки не ні був була було були є всі
        усі багато кілька інший кожен один два після згідно хоча тут там тоді""",
    "nl": """de het een dit dat deze die hij zij ze het we wij ik jij je u zijn haar hun ons onze er hier daar wat wie
        waar wanneer waarom hoe als toen omdat hoewel maar en of want dus in op aan bij met van voor na naar uit over
        onder door tegen zonder tijdens sinds volgens ook nog al niet geen nu vandaag gisteren dan alle veel""",
    "sv": """en ett den det de dessa detta denna han hon vi jag du ni man hans hennes deras vår vad vem när var varför
        hur om men och eller för i på av med till från efter före under över utan enligt också inte nu idag då sedan
        alla många några är var har hade""",
    "da": """en et den det de disse dette denne han hun vi jeg du man hans hendes deres vores hvad hvem hvornår hvor
        hvorfor hvordan hvis men og eller for i på af med til fra efter før under over uden ifølge også ikke nu da så
        alle mange nogle er var har havde""",
    "no": """en et ei den det de disse dette denne han hun vi jeg du man hans hennes deres vår hva hvem når hvor
        hvorfor hvordan hvis men og eller for i på av med til fra etter før under over uten ifølge også ikke nå da så
        alle mange noen er var har hadde""",
    "fi": "se ne hän he me minä sinä te tämä nämä tuo nuo ja mutta tai kun jos koska että myös ei nyt sitten kaikki",
    "hu": "a az egy ez azok ezek ő ők mi én te és de vagy ha amikor mert hogy is nem most már minden sok",
    "ro": """el ea ei ele eu noi voi acest această acesta aceasta aceste un o în la pe cu din de pentru după și dar sau
        dacă când care ce cine unde cum nu a au este sunt toate toți""",
}

_SAYING = {
    "en": """said says stated states added adds told asked asks noted notes explained explains remarked declared
        announced warned insisted replied claimed argued wrote writes continued concluded commented stressed recalled
        observed admitted emphasised emphasized underlined confirmed reported briefed tweeted acknowledged suggested
        shouted answered""",
    "de": """sagte sagt erklärte erklärt betonte betont fügte meinte meint fragte fragt schrieb schreibt berichtete
        warnte forderte kritisierte antwortete ergänzte teilte bestätigte kündigte unterstrich""",
    "fr": """dit déclare déclaré ajoute ajouté affirme affirmé explique expliqué souligne souligné indique indiqué
        précise précisé demande demandé répond répondu conclut confie estime assure rappelle martèle lance lâche""",
    "es": """dijo dice declaró afirmó añadió explicó señaló indicó subrayó preguntó respondió aseguró agregó manifestó
        escribió comentó recordó advirtió concluyó destacó""",
    "pt": """disse diz declarou afirmou acrescentou explicou salientou indicou sublinhou perguntou respondeu garantiu
        escreveu comentou lembrou alertou concluiu destacou referiu""",
    "it": """disse dice detto dichiarato affermato aggiunto aggiunge spiegato spiega sottolineato chiesto risposto
        scritto commentato ricordato concluso afferma dichiara sottolinea""",
    "cs": "řekl řekla uvedl uvedla dodal dodala prohlásil prohlásila sdělil sdělila napsal napsala vysvětlil zeptal",
    "sk": "povedal povedala uviedol uviedla dodal dodala vyhlásil vyhlásila napísal napísala vysvetlil opýtal reagoval",
    "pl": """powiedział powiedziała dodał dodała stwierdził stwierdziła oświadczył oświadczyła napisał napisała
        zapytał zapytała wyjaśnił wyjaśniła podkreślił podkreśliła zaznaczył mówi mówił""",
    "el": "είπε δήλωσε πρόσθεσε ανέφερε τόνισε εξήγησε υποστήριξε ρώτησε απάντησε έγραψε σημείωσε επισήμανε",
    "ru": """сказал сказала заявил заявила добавил добавила отметил отметила сообщил сообщила написал написала
        подчеркнул подчеркнула пояснил пояснила спросил спросила ответил ответила""",
    "uk": """сказав сказала заявив заявила додав додала зазначив зазначила повідомив повідомила написав написала
        наголосив наголосила пояснив пояснила запитав запитала відповів відповіла""",
    "nl": "zei zegt verklaarde voegde vertelde vroeg schreef antwoordde benadrukte meldde stelde aldus",
    "sv": "sade sa säger uppgav tillade förklarade frågade skrev svarade betonade berättade",
    "da": "sagde siger udtalte tilføjede forklarede spurgte skrev svarede understregede",
    "no": "sa sier uttalte la forklarte spurte skrev svarte understreket",
    "fi": "sanoi sanoo kertoi totesi lisäsi kysyi kirjoitti vastasi",
    "hu": "mondta közölte hozzátette kijelentette kérdezte írta válaszolta",
    "ro": "spus declarat adăugat explicat precizat întrebat scris răspuns afirmat",
}

_SPEAKERS = {
    "en": "he she they it i we",
    "de": "er sie es ich wir",
    "fr": "il elle ils elles on a t ont",
    "es": "él ella ellos",
    "pt": "ele ela eles",
    "it": "lui lei ha hanno egli",
    "cs": "on ona to",
    "sk": "on ona to",
    "pl": "on ona to",
    "el": "ο η αυτός αυτή",
    "ru": "он она они",
    "uk": "він вона вони",
    "nl": "hij zij ze",
    "sv": "han hon de",
    "da": "han hun de",
    "no": "han hun de",
    "fi": "hän he",
    "hu": "ő",
    "ro": "el ea a au",
}

_ORDINALS = frozenset({"cs", "da", "de", "fi", "hu", "no", "sk"})


@cache
def vocabulary(language: str) -> Vocabulary:
    """The words of a language; of one that has none here, those that every Latin script shares."""
    leading = _words(_LATIN_LEADING, _LEADING.get(language))
    counting = _words(_LATIN_COUNTING, _COUNTING.get(language))
    closing = _words(_LATIN_CLOSING, _CLOSING.get(language))
    trailing = _words(_LATIN_TRAILING, _TRAILING.get(language))
    return Vocabulary(
        leading=leading,
        counting=counting,
        closing=closing,
        trailing=trailing,
        shortened=leading | counting | closing | trailing,
        openers=_words(_OPENERS.get(language)),
        saying=_words(_SAYING.get(language)),
        speakers=_words(_SPEAKERS.get(language)),
        ordinals=language in _ORDINALS,
        semicolon_asks=language == "el",
        spaced_quotes=language == "fr",
    )


def _words(*lists: str | None) -> frozenset[str]:
    return frozenset(word for words in lists if words for word in words.split())
