"""Words so common that a query of them alone would find nearly every page; folded, in the archive's main languages."""

_ENGLISH = (
    "a about after all also an and any are as at be been but by can could did do for from had has have he her him his "
    "i if in into is it its may me more my no not of on one or other our out she should so some such than that the "
    "their them then there these they this those to under up upon us was we were what when which who will with would "
    "you your"
)
_RUSSIAN = (
    "а без более будет бы был была были было быть в вам вас весь во вот все всего всех вы где да даже для до его ее "
    "если есть еще же за здесь и из или им их к как какой ко когда кто ли мне может мы на над нам нас не него нее нет "
    "ни них но ну о об один он она они оно от по под после потому при про с свой себя со так также такой там то того "
    "тоже той только том ты у уже хотя чего чем что чтобы эта эти это этого этой этом этот я"
)
_GERMAN = (
    "als am an auch auf aus bei bis das dass dem den der des durch ein eine einem einen einer eines er es fur hat "
    "ich im in ist mit nach nicht oder sei sich sie sind so um und uns unter vom von vor wie wir wird zu zum zur"
)
_FRENCH = (
    "a au aux avec ce ces cette comme dans de des du elle en est et il ils je la le les leur lui mais ne nous on ou "
    "par pas plus qu que qui sa se ses si sont sur un une vous"
)

COMMON_WORDS = frozenset(f"{_ENGLISH} {_RUSSIAN} {_GERMAN} {_FRENCH}".split())
