"""People and places under many spellings: what a search must find from every one, and what it must keep apart."""

from typing import NamedTuple


class Name(NamedTuple):
    """One name: today's nominative, other cases, spellings before 1918, and Latin spellings."""

    modern: str
    cases: tuple[str, ...]
    before_reform: tuple[str, ...]
    latin: tuple[str, ...]


def _name(modern: str, cases: str, before_reform: str, latin: str) -> Name:
    return Name(modern, tuple(cases.split()), tuple(before_reform.split()), tuple(latin.split()))


PEOPLE = (
    _name("Сталин", "Сталина Сталину Сталиным Сталине", "Сталинъ Сталинымъ", "Stalin Stálin Staline"),
    _name("Ленин", "Ленина Ленину Лениным Ленине", "Ленинъ Ленинымъ", "Lenin Lénine"),
    _name(
        "Хрущёв",
        "Хрущева Хрущёву Хрущевым Хрущёве",
        "Хрущевъ Хрущовъ",
        "Khrushchev Khrushchëv Khrushchёv Khrushchyov Khrushchov Khruschev Chruschtschow Xruščëv Hruŝëv Hruščëv"
        " Xrushhyov Xrushhev Hruschev Khrouchtchev Chruszczow Chruščov Khrushhjov",
    ),
    _name(
        "Троцкий",
        "Троцкого Троцкому Троцким Троцком",
        "Троцкій Троцкаго Троцкимъ",
        "Trotsky Trotskii Trotskiĭ Trotskiy Trotskij Trockij Trotzki Trotzky Trotski Trocki Trot͡skiĭ",
    ),
    _name(
        "Ежов",
        "Ежова Ежову Ежовым Ежове",
        "Ежовъ Ежовымъ",
        "Ezhov Yezhov Ežov Jeschow Jeshow Ejov Iejov Jeżow Ježov Yejov Yezhoff",
    ),
    _name(
        "Вышинский",
        "Вышинского Вышинскому Вышинским Вышинском",
        "Вышинскій Вышинскаго",
        "Vyshinsky Vyshinskii Vyshinskiy Vyšinskij Wyschinski Vishinsky Vychinski Wyszyński Vyshinskij",
    ),
    _name(
        "Ворошилов",
        "Ворошилова Ворошилову Ворошиловым Ворошилове",
        "Ворошиловъ Ворошиловымъ",
        "Voroshilov Vorošilov Woroschilow Vorochilov Woroszyłow Voroshiloff Woroshilow",
    ),
    _name("Берия", "Берии Берию Берией", "Берія Беріи", "Beria Beriia Beriya Berija Beriâ Berii͡a"),
    _name(
        "Орджоникидзе",
        "Орджоникидзе",
        "",
        "Ordzhonikidze Orjonikidze Ordžonikidze Ordschonikidse Ordjonikidzé Ordzhonikidzė",
    ),
    _name(
        "Дзержинский",
        "Дзержинского Дзержинскому Дзержинским",
        "Дзержинскій Дзержинскаго",
        "Dzerzhinsky Dzerzhinskii Dzerzhinskiy Dzeržinskij Dserschinski Dzerjinski Dzierżyński Dzerzhinskij",
    ),
    _name(
        "Зиновьев",
        "Зиновьева Зиновьеву Зиновьевым Зиновьеве",
        "Зиновьевъ Зиновьевымъ",
        "Zinoviev Zinov'ev Zinovʹev Zinov’yev Zinovyev Sinowjew Zinov'yev Zinovjev Zinovieff",
    ),
    _name(
        "Чайковский",
        "Чайковского Чайковскому Чайковским",
        "Чайковскій Чайковскаго",
        "Tchaikovsky Chaikovskii Chaĭkovskiĭ Chaykovskiy Čajkovskij Tschaikowski Tchaïkovski Tschaikowsky Czajkowski",
    ),
    _name(
        "Молотов",
        "Молотова Молотову Молотовым Молотове",
        "Молотовъ Молотовымъ",
        "Molotov Molotow Molotoff",
    ),
    _name("Каменев", "Каменева Каменеву Каменевым", "Каменевъ", "Kamenev Kamenew Kameneff Kameniev"),
    _name(
        "Бухарин",
        "Бухарина Бухарину Бухариным",
        "Бухаринъ",
        "Bukharin Buharin Bucharin Buxarin Boukharine Bukharine",
    ),
    _name("Рыков", "Рыкова Рыкову Рыковым", "Рыковъ", "Rykov Rykow Rykoff Rikov"),
    _name("Томский", "Томского Томскому Томским", "Томскій Томскаго", "Tomsky Tomskii Tomskij Tomskiy Tomski"),
    _name("Киров", "Кирова Кирову Кировым", "Кировъ", "Kirov Kirow Kiroff"),
    _name(
        "Каганович",
        "Кагановича Кагановичу Кагановичем",
        "Кагановичъ",
        "Kaganovich Kaganovič Kaganowitsch Kaganovitch Kaganowicz",
    ),
    _name("Микоян", "Микояна Микояну Микояном", "Микоянъ", "Mikoyan Mikoian Mikojan Mikoân Mikoi͡an"),
    _name("Маленков", "Маленкова Маленкову Маленковым", "Маленковъ", "Malenkov Malenkow Malenkoff"),
    _name("Жданов", "Жданова Жданову Ждановым", "Ждановъ", "Zhdanov Ždanov Schdanow Shdanow Jdanov Żdanow"),
    _name("Жуков", "Жукова Жукову Жуковым", "Жуковъ", "Zhukov Žukov Schukow Shukow Joukov Żukow"),
    _name(
        "Тухачевский",
        "Тухачевского Тухачевскому Тухачевским",
        "Тухачевскій Тухачевскаго",
        "Tukhachevsky Tukhachevskii Tuhačevskij Tuchatschewski Toukhatchevski Tuxačevskij Tukhachevskij",
    ),
    _name(
        "Будённый",
        "Будённого Буденному Будённым",
        "Буденный Буденнаго",
        "Budyonny Budennyi Budennyĭ Budenny Budjonny Budënnyj Budyonnyy Boudienny",
    ),
    _name("Ягода", "Ягоды Ягоде Ягоду Ягодой", "Ягода", "Yagoda Iagoda Jagoda Âgoda I͡agoda"),
    _name("Литвинов", "Литвинова Литвинову Литвиновым", "Литвиновъ", "Litvinov Litwinow Litvinoff"),
    _name("Майский", "Майского Майскому Майским", "Майскій Майскаго", "Maisky Maiskii Maĭskiĭ Mayskiy Majskij Maiski"),
    _name("Чичерин", "Чичерина Чичерину Чичериным", "Чичеринъ", "Chicherin Čičerin Tschitscherin Tchitcherine"),
    _name("Пятаков", "Пятакова Пятакову Пятаковым", "Пятаковъ", "Piatakov Pyatakov Pjatakow Pâtakov Pjatakov"),
    _name("Радек", "Радека Радеку Радеком", "Радекъ", "Radek"),
    _name(
        "Поскрёбышев",
        "Поскребышева Поскрёбышеву Поскребышевым",
        "Поскребышевъ",
        "Poskrebyshev Poskryobyshev Poskrëbyšev Poskrebyschew",
    ),
    _name("Тимошенко", "Тимошенко", "", "Timoshenko Timošenko Timoschenko Timochenko"),
    _name("Щербаков", "Щербакова Щербакову Щербаковым", "Щербаковъ", "Shcherbakov Ščerbakov Scherbakov Schtscherbakow"),
    _name("Вознесенский", "Вознесенского Вознесенскому", "Вознесенскій", "Voznesensky Voznesenskii Wosnessenski"),
    _name("Косыгин", "Косыгина Косыгину Косыгиным", "Косыгинъ", "Kosygin Kossygin Kosyguine Kosigin"),
    _name("Громыко", "Громыко", "", "Gromyko Gromiko"),
    _name("Крупская", "Крупской Крупскую", "", "Krupskaia Krupskaya Krupskaja Kroupskaïa Krupskai͡a"),
    _name("Коллонтай", "Коллонтай", "", "Kollontai Kollontay Kollontaj Kollontaï Kolontay"),
    _name("Луначарский", "Луначарского Луначарскому", "Луначарскій", "Lunacharsky Lunačarskij Lunatscharski"),
    _name("Калинин", "Калинина Калинину Калининым", "Калининъ", "Kalinin Kalinine"),
    _name("Андреев", "Андреева Андрееву Андреевым", "Андреевъ", "Andreev Andreyev Andrejew Andreiev Andrejev"),
    _name("Алексеев", "Алексеева Алексееву Алексеевым", "Алексѣевъ Алексѣева", "Alekseev Alekseyev Alexeyev Alexejew"),
    _name("Мехлис", "Мехлиса Мехлису Мехлисом", "Мехлисъ", "Mekhlis Mehlis Mechlis Mexlis"),
    _name("Фрунзе", "Фрунзе", "", "Frunze Frounze"),
    _name("Яковлев", "Яковлева Яковлеву Яковлевым", "Яковлевъ", "Yakovlev Iakovlev Jakowlew Jakovlev Âkovlev"),
    _name("Юденич", "Юденича Юденичу Юденичем", "Юденичъ", "Yudenich Iudenich Judenitsch Ûdenič Ioudenitch"),
    _name("Эйтингон", "Эйтингона Эйтингону Эйтингоном", "", "Eitingon Eytingon Ėĭtingon Èjtingon Ejtingon E`jtingon"),
    _name("Толстой", "Толстого Толстому Толстым", "Толстаго", "Tolstoy Tolstoi Tolstoĭ Tolstoj Tolstoï"),
    _name("Достоевский", "Достоевского Достоевскому", "Достоевскій Достоевскаго", "Dostoevsky Dostoevskii Dostoyevsky"),
    _name("Чехов", "Чехова Чехову Чеховым", "Чеховъ", "Chekhov Čexov Čehov Tschechow Tchekhov Czechow"),
    _name("Рахманинов", "Рахманинова Рахманинову", "Рахманиновъ", "Rakhmaninov Rachmaninoff Rachmaninow Rahmaninov"),
    _name(
        "Солженицын", "Солженицына Солженицыну", "", "Solzhenitsyn Solženicyn Solschenizyn Soljenitsyne Solzhenitsin"
    ),
    _name("Столыпин", "Столыпина Столыпину Столыпиным", "Столыпинъ Столыпинымъ", "Stolypin Stolypine Stolipin"),
    _name(
        "Керенский", "Керенского Керенскому Керенским", "Керенскій Керенскаго", "Kerensky Kerenskii Kerenskij Kerenski"
    ),
    _name("Витте", "Витте", "", "Witte Vitte"),
    _name("Брежнев", "Брежнева Брежневу Брежневым", "", "Brezhnev Brežnev Breschnew Brejnev Breżniew"),
    _name("Гитлер", "Гитлера Гитлеру Гитлером", "", "Gitler Hitler"),
)

PLACES = (
    _name("Москва", "Москвы Москве Москву Москвой", "Москвѣ", "Moskva Moskwa"),
    _name("Екатеринбург", "Екатеринбурга Екатеринбурге", "Екатеринбургѣ", "Ekaterinburg Yekaterinburg Jekaterinburg"),
    _name("Петроград", "Петрограда Петрограде", "Петроградъ Петроградѣ", "Petrograd"),
    _name("Харьков", "Харькова Харькове", "Харьковъ Харьковѣ", "Kharkov Khar'kov Harʹkov Charkow Xar'kov"),
    _name("Ялта", "Ялты Ялте Ялту", "Ялтѣ", "Yalta Ialta Jalta Âlta"),
    _name("Казань", "Казани Казанью", "", "Kazan Kazan' Kazanʹ"),
    _name("Запорожье", "Запорожья Запорожью", "", "Zaporozh'e Zaporozhye Zaporozhie Zaporož'e Zaporozh’ye"),
    _name("Нижний", "Нижнего Нижнему Нижнем", "Нижній Нижняго", "Nizhnii Nizhny Nizhniy Nižnij Nijni"),
    _name("Орёл", "Орла Орле", "Орелъ", "Orel Oryol Orël Orjol"),
    _name("Чита", "Читы Чите Читу", "Читѣ", "Chita Čita Tschita Tchita"),
    _name("Владивосток", "Владивостока Владивостоке", "Владивостокъ", "Vladivostok Wladiwostok"),
    _name("Царицын", "Царицына Царицыне", "Царицынъ Царицынѣ", "Tsaritsyn Caricyn Tzaritzin Tsaritsin"),
    _name("Соловки", "Соловков Соловках", "", "Solovki Solowki"),
    _name("Куйбышев", "Куйбышева Куйбышеве", "", "Kuibyshev Kuybyshev Kujbyšev Kuibyschew Kouïbychev"),
)

NAMES = PEOPLE + PLACES

_NEAR = (
    "Ежов/Zhukov Каменев/Kamnev Киров/Kurov Рыков/Rykhov Рыков/Rybkov Зорин/Sorin Ленин/Levin "
    "Томский/Tomskov Маленков/Milenkov Молотов/Malotov Молотов/Molotkov Сталин/Stalinov Щербаков/Sherbakov "
    "Жданов/Zdanov Чубарь/Shubar Кузнецов/Kuzmetsov Хренов/Krenov Ягода/Agoda Пятаков/Patakov "
    "Булганин/Bulgarin Бухарин/Bakharin Мехлис/Meklis Андреев/Andrev Сергеев/Sergiev Блюхер/Bukher Якир/Akir "
    "Егоров/Igorov Дыбенко/Rybenko Радек/Rudek Сокольников/Sokolov Крестинский/Kretinsky Раковский/Rokossovsky "
    "Пятницкий/Piatakov Димитров/Dmitriev Литвинов/Litvin Майский/Mayakovsky Коллонтай/Kollontaev Чкалов/Shkalov "
    "Орлов/Orel Белов/Bilov Фрунзе/Frenzel Свердлов/Sverdlovsk Яковлев/Yakovenko Громов/Gromyko Петров/Petrovsky "
    "Петровский/Petrov Зиновьев/Zinovin Каганович/Kagan Берия/Bera Берия/Berzin Жуков/Shukov Чехов/Cherkhov "
    "Толстой/Tolsty Калинин/Kalugin Брежнев/Brezhnin Косыгин/Kosygov Лацис/Latsisov "
    "Ворошилов/Voroshin Вышинский/Vysotsky Царицын/Saritsyn Чита/Shita Казань/Kazak Орёл/Orlov Ялта/Alta"
)

NEAR_NAMES = tuple((name, other) for name, _, other in (pair.partition("/") for pair in _NEAR.split()))
"""Cyrillic name and the Latin spelling of another: these must not match."""
