"""What the words in people's names are, so that a name can be told from a word."""

_particles = "de del la las los el y e da das do dos van von der den ter ten di du le san santa"
_everyday = """
alba alegre alma amado amor angel aurora blanca blanco bravo calle campo campos castillo cielo clara consuelo cordero
cruz delgado dolores dulce esperanza estrella flor flores fuentes gloria gracia guerra hermosa iglesia justo lago leal
leon libertad lozano luna luz mar mayo mercedes milagro milagros montes moreno nieves nieto olmo palma palomino pardo
pascua paz pena perla pilar pino plaza pozo prado puente reina rey reyes rico rios rivera robles rocio roca rojas rojo
rosa rosas rubio salud salvador santos sierra sol soledad torres valiente valle vega vera victoria vida
grace hope joy may rose summer faith brown white young marie reine lune blanche petit
"""

# Words that join the parts of a name and say nothing of anybody.
PARTICLES = frozenset(_particles.split())
# Names that are also everyday words: they count only where they are written like a name, with a capital.
EVERYDAY = frozenset(_everyday.split())
